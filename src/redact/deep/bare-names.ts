import { classOfLabel, plainLabel } from './labels.ts'
import { publicShapeEnd } from './public-shapes.ts'
import type { DeepRule, Facts, Span } from './span.ts'
import { withoutTechnical } from './wordiness.ts'

// `token` and `key` as whole names or at the end of one. Bounded pieces, a fixed word, bounded signs, one bounded
// class: linear.
const named =
  /(?<![\w.-])((?:[A-Za-z0-9]{1,30}[-_.]){0,6}(?:token|key))\\{0,4}["'`]?\s{0,3}[:=]\s{0,3}\\{0,4}["'`]?([A-Za-z0-9+_-][A-Za-z0-9_.+/=~-]{7,400})/gi
const bare = /^(?:token|key)$/i
const whole = /^[A-Za-z0-9+_-][A-Za-z0-9_.+/=~-]{7,400}$/
// What stands behind such a name in the open: addresses and hashes, accounts and transactions of Solana, ids. Anchored, fixed or bounded lengths: linear.
const open =
  /^(?:0x[0-9a-fA-F]{1,40}|(?:0x)?[0-9a-fA-F]{64}|[1-9A-HJ-NP-Za-km-z]{32,44}|[1-9A-HJ-NP-Za-km-z]{80,88}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/

function isOpen(value: string, facts: Facts): boolean {
  const rest = withoutTechnical(value)
  if (!/\d/.test(rest) || !/[A-Za-z]/.test(rest)) return true
  return open.test(value) || publicShapeEnd(value, 0) === value.length || facts.seen(value)
}

function find(text: string, facts: Facts): readonly Span[] {
  const isNamed = facts.label !== null && bare.test(facts.label) && whole.test(text)
  const places = [...text.matchAll(named)]
    .filter(({ 1: name = '' }) => bare.test(name) || classOfLabel(plainLabel(name)) === 'secret')
    .map(({ index, 0: all, 2: value = '' }) => ({ start: index + all.length - value.length, value }))
  if (isNamed) places.push({ start: 0, value: text })
  return places.flatMap(({ start, value }): readonly Span[] =>
    isOpen(value, facts)
      ? []
      : [{ start, end: start + value.length, rule: 'named-value', kind: 'secret', value }],
  )
}

/** Values behind a bare `token` or `key`, which in x402 may be an address: letters and digits without a public shape. */
export const bareNames: DeepRule = {
  name: 'bare-name',
  mustHide: [
    'admin-token: CANARYz0d1',
    'x token=CANARYz0d1',
    '{"key": "CANARYval01"}',
    '\\"token\\":\\"CANARYz0d1\\"',
  ],
  mustKeep: [
    'token=USDC, token: 0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
    'token=EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v',
    'key=x402Version, key: payment-required',
    `key: 0x${'4f'.repeat(4)}`,
    'monkey=CANARYval01',
  ],
  find,
}
