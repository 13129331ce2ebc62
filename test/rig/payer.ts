import { randomBytes } from 'node:crypto'
import { ExactEvmScheme } from '@x402/evm/exact/client'
import { wrapFetchWithPayment as wrapV2, x402Client } from '@x402/fetch'
import type { Hex } from 'viem'
import { wrapFetchWithPayment as wrapV1 } from 'x402-fetch'
import type { RigAccount } from './accounts.ts'
import type { RigRoute } from './routes.ts'
import { type BreakPoint, breakHeader } from './server-base.ts'
import { network } from './token.ts'

/** The authorization that a payer signed, without its signature. */
export type SignedTerms = {
  readonly payer: string
  readonly payTo: string
  readonly amountAtomic: bigint
  readonly validBefore: number
  readonly nonce: string
}

/** The settlement header as the buyer got it. */
export type SettleHeader = {
  readonly success: boolean
  readonly transaction?: string
  readonly network?: string
  readonly payer?: string
  readonly errorReason?: string
}

/** What the buyer saw of one purchase. */
export type Paid = SignedTerms & {
  readonly route: RigRoute
  readonly version: 1 | 2
  readonly requestId: string
  /** Null when no answer came. */
  readonly status: number | null
  readonly settle: SettleHeader | null
  readonly body: string
}

/** Who signs a payment: an account, or a contract wallet (version 2 only). */
export type Buyer = Pick<RigAccount, 'address' | 'signTypedData'>

/** One purchase. `onSigned` runs between signing and sending, with the key of the payment. */
export type Purchase = {
  readonly version: 1 | 2
  readonly baseUrl: string
  readonly route: RigRoute
  readonly payer: Buyer
  readonly requestId?: string
  readonly breakAt?: BreakPoint
  readonly timeoutMs: number
  readonly onSigned: (terms: SignedTerms) => void
}

type Payload = {
  readonly payload: {
    readonly authorization: Record<'from' | 'to' | 'value' | 'validBefore' | 'nonce', string>
  }
}

function termsOfHeader(header: string): SignedTerms {
  const { payload } = JSON.parse(Buffer.from(header, 'base64').toString('utf8')) as Payload
  const { from, to, value, validBefore, nonce } = payload.authorization
  return {
    payer: from.toLowerCase(),
    payTo: to.toLowerCase(),
    amountAtomic: BigInt(value),
    validBefore: Number(validBefore),
    nonce: nonce.toLowerCase(),
  }
}

function settleOf(response: Response): SettleHeader | null {
  const header = response.headers.get('payment-response') ?? response.headers.get('x-payment-response')
  if (header === null) return null
  return JSON.parse(Buffer.from(header, 'base64').toString('utf8')) as SettleHeader
}

function payingFetch(purchase: Purchase, send: typeof fetch) {
  if (purchase.version === 1) return wrapV1(send, purchase.payer as RigAccount)
  const client = new x402Client().register(network, new ExactEvmScheme(purchase.payer))
  return wrapV2(send, client)
}

/**
 * Buys one route with the real client packages: asks, signs, pays. Rejects only when the server never asked
 * for a payment; an answer that did not come is a result.
 */
export async function buy(purchase: Purchase): Promise<Paid> {
  const { route, version } = purchase
  const requestId = purchase.requestId ?? `req_${randomBytes(8).toString('hex')}`
  let signed: SignedTerms | undefined
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const header = request.headers.get('payment-signature') ?? request.headers.get('x-payment')
    if (header !== null) {
      signed = termsOfHeader(header)
      purchase.onSigned(signed)
      if (purchase.breakAt !== undefined) request.headers.set(breakHeader, purchase.breakAt)
    }
    return fetch(request, { signal: AbortSignal.timeout(purchase.timeoutMs) })
  }
  const init: RequestInit = {
    method: route.method,
    headers: { 'content-type': 'application/json', 'x-request-id': requestId },
    ...(route.method === 'POST' ? { body: JSON.stringify({ url: 'https://shop.example.test/' }) } : {}),
  }
  let response: Response | null = null
  let body = ''
  try {
    response = await payingFetch(purchase, send)(`${purchase.baseUrl}${route.path}`, init)
    body = await response.text()
  } catch (error) {
    if (signed === undefined) throw error
  }
  if (signed === undefined) throw new Error(`${route.path} asked for no payment: HTTP ${response?.status}`)
  return {
    ...signed,
    ...{ route, version, requestId, body },
    status: response?.status ?? null,
    settle: response === null ? null : settleOf(response),
  }
}

/** 32 random bytes, as an EIP-3009 nonce. */
export function freshNonce(): Hex {
  return `0x${randomBytes(32).toString('hex')}`
}
