import { addressOfKey } from '../../../src/redact/key-address.ts'
import { createKnownValues } from '../../../src/redact/known.ts'
import { createRedactor } from '../../../src/redact/redactor.ts'
import type { Hide } from '../../../src/redact/structured/hide.ts'
import { hasDenyShape } from '../../../src/redact/structured/provenance.ts'

// Its marks as a whole. One bounded class: linear.
const ownMark = /^\[redacted:[^[\]]{1,80}\]$/

/**
 * A small redactor of real parts (known values, the cheap rules, the key test), so that the walkers can be seen at
 * work by themselves. `counts` by rule, `withheld` how many texts.
 */
export function smallRedactor(secrets: readonly string[] = [], addresses: readonly string[] = []) {
  const counts: Record<string, number> = {}
  const left = { withheld: 0 }
  const knownValues = createKnownValues(secrets.map((value) => ({ label: 'known', value })))
  const redactor = createRedactor(knownValues)
  const count = (rule: string) => {
    counts[rule] = (counts[rule] ?? 0) + 1
  }
  const masked = (rule: string) => {
    count(rule)
    return `[redacted:${rule}]`
  }
  const isKey = (value: string) => {
    const address = addressOfKey(value)
    return address !== undefined && addresses.includes(address)
  }
  const hide: Hide = {
    known: (value) => knownValues.hide(value) !== value,
    text: (value) => {
      if (value.includes('THROW')) throw new Error('a rule that throws')
      const shown = redactor(value)
      if (shown !== value) count('text')
      return shown
    },
    secret: (value, kind) => (value === '' || ownMark.test(value) ? value : masked(kind)),
    publicId: (value, origin) => {
      if (knownValues.hide(value) !== value) return masked('known')
      if (hasDenyShape(value)) return masked('shape')
      return origin === 'payer' && isKey(value) ? masked('private-key') : value
    },
    withhold: () => {
      left.withheld += 1
      return '[withheld]'
    },
    count,
  }
  return { hide, counts, left }
}
