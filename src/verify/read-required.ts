import { field, idField, isJsonObject, sameId } from '../x402/fields.ts'
import { readTerms } from '../x402/read-terms.ts'
import { documentsIn } from './read-payment.ts'
import type { Echo, Payment, Required } from './shapes.ts'

/** The requirement that a payment answers, and whether the payment repeats it. */
export type RequiredRead = { readonly required: Required; readonly echo: Echo }

type Entry = { readonly raw: unknown; readonly required: Required }

function versionOf(document: unknown, entry: unknown): 1 | 2 | null {
  const said = field(document, 'x402Version')
  if (said === 1 || said === 2) return said
  if (said !== undefined) return null
  // One entry without its envelope: the two versions call the amount differently.
  if (field(entry, 'amount') !== undefined) return 2
  return field(entry, 'maxAmountRequired') === undefined ? null : 1
}

function entriesOf(document: unknown): readonly Entry[] {
  const list = field(document, 'accepts')
  const raws: readonly unknown[] = Array.isArray(list) ? list.slice(0, 100) : [document]
  return raws.map((raw, index) => ({
    raw,
    required: {
      ...readTerms(raw, null),
      x402Version: versionOf(document, raw),
      entry: index + 1,
      entries: raws.length,
      facilitator: idField(field(raw, 'extra'), 'facilitatorAddress', []),
    },
  }))
}

const same = (a: string | null, b: string | null) => a !== null && b !== null && sameId(a, b)

/**
 * The entry that a server finds: the one that `accepted` repeats, in version 1 the first of the scheme and network.
 * Where it would find none, the one that the payment fits best: by scheme, network, token, recipient and amount.
 */
function closest(entries: readonly Entry[], payment: Payment, accepted: unknown): Entry | undefined {
  const { x402Version, scheme, network } = payment
  const found = entries.find(({ raw, required }) =>
    x402Version === 1
      ? same(required.scheme, scheme) && same(required.network, network)
      : echoOf(accepted, raw, 2) === 'same',
  )
  if (found !== undefined) return found
  const rank = ({ required }: Entry) => {
    const fits = [
      same(required.scheme, payment.scheme),
      same(required.network, payment.network),
      same(required.asset, payment.asset),
      same(required.payTo, payment.payTo),
      required.amountAtomic === payment.amountAtomic,
    ]
    return fits.reduce((sum, fit, index) => sum + (fit ? 2 ** (4 - index) : 0), 0)
  }
  return entries.toSorted((a, b) => rank(b) - rank(a))[0]
}

const namesOf = (value: unknown) => (isJsonObject(value) ? Object.keys(value) : [])

// Facilitators hand these out anew all the time, so servers leave them out of the comparison.
const dynamic: readonly string[] = ['recentBlockhash', 'lastValidBlockHeight']

/** Are two JSON values equal, whatever the order of their keys? At most 64 levels: the decoder reads no more. */
function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]))
  if (!isJsonObject(a) || !isJsonObject(b)) return a === b
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => isSame(a[key], field(b, key)))
}

/** The comparison of the reference server: all fields are equal, but `extra` may hold more than was asked for. */
function echoOf(accepted: unknown, raw: unknown, version: 1 | 2): Echo {
  if (version === 1) return 'none'
  const extra = field(raw, 'extra')
  const fields = new Set([...namesOf(raw), ...namesOf(accepted)])
  const extras = isJsonObject(extra) ? Object.keys(extra).filter((key) => !dynamic.includes(key)) : []
  const differs = [
    ...[...fields].filter((key) => key !== 'extra' && !isSame(field(accepted, key), field(raw, key))),
    ...extras
      .filter((key) => !isSame(field(field(accepted, 'extra'), key), field(extra, key)))
      .map((key) => `extra.${key}`),
  ]
  return differs.length === 0 ? 'same' : differs
}

/** The requirement in an input that a payment answers, or why there is none. Never throws, quotes nothing. */
export function readRequired(
  bytes: Uint8Array,
  payment: Payment,
  accepted: unknown,
): RequiredRead | { readonly problem: string } {
  const found = documentsIn(bytes, 'required')
  if (found.length === 0) return { problem: 'nothing in it is a list of payment requirements' }
  const chosen = closest(
    found.flatMap(({ json }) => entriesOf(json)),
    payment,
    accepted,
  )
  if (chosen === undefined) return { problem: 'the list of accepted payments is empty' }
  return { required: chosen.required, echo: echoOf(accepted, chosen.raw, payment.x402Version) }
}
