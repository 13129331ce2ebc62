import { readChallenge } from '../x402/payment-required.ts'

type Fields = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const objects = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isObject) : [])

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string'
}

/** The longest `maxTimeoutSeconds` of one answer as the matrix keeps it; null when it shows no terms. */
function longestOf(answer: unknown): number | null {
  if (!isObject(answer) || answer.seen !== true || !isObject(answer.value)) return null
  const { headers, body } = answer.value
  const pairs = Array.isArray(headers) ? headers.filter(isPair) : []
  const { offers } = readChallenge({ headers: pairs, body: typeof body === 'string' ? body : '' })
  const times = offers.flatMap(({ accepts }) =>
    accepts.flatMap(({ maxTimeoutSeconds }) => maxTimeoutSeconds ?? []),
  )
  return times.length === 0 ? null : Math.max(...times)
}

/**
 * For how long what a matrix saw stays payable, in seconds: the longest life of any offer in it. Takes what the
 * matrix saved as it is, whatever it holds; null when no answer shows terms.
 */
export function drainSecondsOf(seen: unknown): number | null {
  const routes = isObject(seen) ? objects(seen.routes) : []
  const times = routes.flatMap(({ unpaid }) => (isObject(unpaid) ? (longestOf(unpaid.answer) ?? []) : []))
  return times.length === 0 ? null : Math.max(...times)
}
