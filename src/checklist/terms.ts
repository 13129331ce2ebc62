import { safe } from '../core/safe.ts'
import { readChallenge } from '../x402/payment-required.ts'
import type { TermLook } from './shapes.ts'

type Fields = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const most = 1000

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string'
}

function ofRoute(route: unknown): readonly TermLook[] {
  if (!isObject(route) || !isObject(route.unpaid)) return []
  const { answer } = route.unpaid
  if (!isObject(answer) || answer.seen !== true || !isObject(answer.value)) return []
  const { headers, body, status } = answer.value
  if (status !== 402) return []
  const pairs = Array.isArray(headers) ? headers.filter(isPair) : []
  const { offers } = readChallenge({ headers: pairs, body: typeof body === 'string' ? body : '' })
  return offers.flatMap(({ accepts }) =>
    accepts.flatMap(({ network, maxTimeoutSeconds }) =>
      network === null
        ? []
        : [{ route: safe(String(route.id), 80), network: safe(network, 80), maxTimeoutSeconds }],
    ),
  )
}

/** What live 402s say, from what the matrix saw, whatever it holds. Never throws. */
export function termLooks(matrixSeen: unknown): readonly TermLook[] {
  const routes = isObject(matrixSeen) && Array.isArray(matrixSeen.routes) ? matrixSeen.routes : []
  return routes.flatMap(ofRoute).slice(0, most)
}
