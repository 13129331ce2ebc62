import { atomicFromText } from '../core/money.ts'
import type { Look } from '../core/observation.ts'
import type { Pays } from '../core/profile.ts'
import { safe } from '../core/safe.ts'
import { findNetwork, findToken } from '../networks/lookup.ts'
import { decodeBase64Json } from '../x402/base64-json.ts'
import type { Terms } from '../x402/challenge.ts'
import { field, isJsonObject, sameId } from '../x402/fields.ts'
import { headerValue, headerValues, paymentHeaders } from '../x402/headers.ts'
import { parseJsonText } from '../x402/json-text.ts'
import { readMppChallenges } from '../x402/mpp.ts'
import { readChallenge } from '../x402/payment-required.ts'
import { bazaarInput } from './item.ts'
import type { LiveAnswer, LiveRoute } from './shapes.ts'

/** One way of paying that a live 402 offers. `network` is CAIP-2 where it is known. */
export type LiveWay = {
  readonly rail: 'x402' | 'mpp'
  readonly scheme: string | null
  readonly network: string | null
  readonly asset: string | null
  readonly symbol: string | null
  readonly decimals: number | null
  readonly isDollar: boolean
  readonly payTo: string | null
  readonly amountAtomic: bigint | null
}

/** A route as it is live. */
export type LiveView = {
  readonly method: string
  readonly path: string
  /** "GET /v1/quote", safe to print. */
  readonly name: string
  readonly look: Look
  readonly status: number | null
  /** Empty unless it asked for payment. */
  readonly ways: readonly LiveWay[]
  readonly asks: boolean
  /** What the 402 itself says about the request, for catalogues; null when it says nothing. */
  readonly bazaar: { readonly method: string | null } | null
  /** Served for nothing on purpose, as a free tier says. */
  readonly isFreeTier: boolean
}

/** The token as the profile or the list of networks knows it. */
function tokenOf(network: string | null, asset: string | null, pays: readonly Pays[]) {
  if (network === null || asset === null) return null
  const ours = pays.find((one) => one.network === network && sameId(one.unit.asset, asset))?.unit
  const known = findNetwork(network)
  const token = known === undefined ? undefined : findToken(known, asset)
  // Every token of the list is worth a dollar; of others the name must say so.
  if (token !== undefined) return { symbol: token.symbol, decimals: token.decimals, isDollar: true }
  if (ours === undefined) return null
  return { symbol: ours.symbol, decimals: ours.decimals, isDollar: /USD/i.test(ours.symbol) }
}

function wayOf(terms: Terms, pays: readonly Pays[]): LiveWay {
  const { scheme, network, asset, payTo, amountAtomic } = terms
  const token = tokenOf(network, asset, pays)
  const { symbol, decimals, isDollar } = token ?? { symbol: null, decimals: null, isDollar: false }
  return { rail: 'x402', scheme, network, asset, symbol, decimals, isDollar, payTo, amountAtomic }
}

function mppWays({ headers }: LiveAnswer): readonly LiveWay[] {
  return headerValues(headers, 'www-authenticate').flatMap((header) =>
    readMppChallenges(header).map(({ value }) => {
      const { method, amount, currency, recipient } = value
      const amountAtomic = amount === null ? null : (atomicFromText(amount) ?? null)
      const unknown = { network: null, symbol: null, decimals: null, isDollar: false }
      return {
        ...unknown,
        rail: 'mpp',
        scheme: method,
        asset: currency,
        payTo: recipient,
        amountAtomic,
      } as const
    }),
  )
}

function envelopesOf({ headers, body }: LiveAnswer): readonly unknown[] {
  const header = headerValue(headers, paymentHeaders.required)
  const decoded = header === null ? null : decodeBase64Json(header)
  const parsed = body === null ? null : parseJsonText(body, 1_048_576)
  return [...(decoded?.ok ? [decoded.value] : []), ...(parsed?.ok ? [parsed.value] : [])]
}

function bazaarOf(answer: LiveAnswer): LiveView['bazaar'] {
  for (const envelope of envelopesOf(answer)) {
    const accepts = field(envelope, 'accepts')
    const v1 = Array.isArray(accepts) ? field(field(accepts[0], 'outputSchema'), 'input') : undefined
    const input = bazaarInput(field(envelope, 'extensions')) ?? v1
    if (!isJsonObject(input)) continue
    const method = field(input, 'method')
    return { method: typeof method === 'string' ? method.toUpperCase().slice(0, 20) : null }
  }
  return null
}

/** Reads what a route answered. Never throws. */
export function liveView(route: LiveRoute, pays: readonly Pays[]): LiveView {
  const { method, path, answer } = route
  const look = { at: answer.at, source: answer.source, ref: answer.ref }
  const name = safe(`${method} ${path}`, 200)
  const base = { method, path, name, look }
  if (!answer.seen) return { ...base, status: null, ways: [], asks: false, bazaar: null, isFreeTier: false }
  const { status, headers, body } = answer.value
  const asks = status === 402 || status === 412
  const isFreeTier = headers.some(([key]) => key.startsWith('x-free-') || key === 'x-refund-credit')
  if (!asks) return { ...base, status, ways: [], asks, bazaar: null, isFreeTier }
  const spoken = readChallenge({ headers, body: body ?? '' }).offers.filter(({ dialect }) =>
    ['v1', 'v2', 't402', 'bare'].includes(dialect),
  )
  const ways = spoken.flatMap(({ accepts }) => accepts.map((terms) => wayOf(terms, pays)))
  return {
    ...base,
    status,
    ways: [...ways, ...mppWays(answer.value)],
    asks,
    bazaar: bazaarOf(answer.value),
    isFreeTier,
  }
}
