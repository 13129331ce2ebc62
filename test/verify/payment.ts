import { permit2WitnessTypes, uptoPermit2WitnessTypes } from '@x402/evm'
import type { Hex } from 'viem'
import { accountAt, type RigAccount } from '../rig/accounts.ts'
import { chainId, network, signTransfer, usdc } from '../rig/token.ts'

/** JSON that tests change. */
// biome-ignore lint/suspicious/noExplicitAny: a payload from outside has no type
export type Loose = any

export const payer = accountAt(10)
export const payTo = accountAt(1).address
/** The moment at which the fixtures are looked at. */
export const nowSeconds = 1_795_000_000
export const proxies = {
  exact: '0x402085c248EeA27D92E8b30b2C58ed07f9E20001',
  upto: '0x4020A4f3b7b90ccA423B9fabCc0CE57C6C240002',
} as const

export const nonce: Hex = `0x${'5a'.repeat(32)}`
export const extra = { name: 'USD Coin', version: '2' }
export const requirement = {
  scheme: 'exact',
  network,
  amount: '10000',
  asset: usdc,
  payTo,
  maxTimeoutSeconds: 120,
  extra,
}

/** The 402 of version 2 with these entries. */
export function required(...accepts: readonly Loose[]): Loose {
  return { x402Version: 2, error: 'Payment required', resource: { url: 'https://shop.example/v1' }, accepts }
}

/** A payment of version 2 as the published client makes it: valid until 120 s after `nowSeconds` or another time. */
export async function payment(
  entry: Loose = requirement,
  from: RigAccount = payer,
  validBefore = nowSeconds + 120,
): Promise<Loose> {
  const terms = { to: entry.payTo, value: BigInt(entry.amount), validAfter: 0n, nonce }
  const signed = await signTransfer(from, { ...terms, validBefore: BigInt(validBefore) })
  const authorization = {
    ...{ from: from.address, to: entry.payTo, value: entry.amount, validAfter: '0', nonce },
    validBefore: `${validBefore}`,
  }
  return {
    x402Version: 2,
    resource: { url: 'https://shop.example/v1' },
    accepted: structuredClone(entry),
    payload: { signature: signed.signature, authorization },
    extensions: {},
  }
}

/** A payment by Permit2, of either scheme. */
export async function permitPayment(scheme: 'exact' | 'upto', facilitator?: string): Promise<Loose> {
  const spender = proxies[scheme]
  const permitted = { token: usdc, amount: '10000' }
  const deadline = nowSeconds + 120
  const to = payTo
  const witness = facilitator === undefined ? { to, validAfter: '0' } : { to, facilitator, validAfter: '0' }
  const typed = {
    domain: { name: 'Permit2', chainId, verifyingContract: '0x000000000022D473030F116dDEE9F6B43aC78BA3' },
    types: facilitator === undefined ? permit2WitnessTypes : uptoPermit2WitnessTypes,
    primaryType: 'PermitWitnessTransferFrom',
    message: {
      permitted: { token: usdc, amount: 10_000n },
      ...{ spender, nonce: 77n, deadline: BigInt(deadline), witness: { ...witness, validAfter: 0n } },
    },
  }
  const signature = await payer.signTypedData(typed as Loose)
  const permit2Authorization = {
    ...{ from: payer.address, permitted, spender, nonce: '77', deadline: `${deadline}`, witness },
  }
  return {
    x402Version: 2,
    accepted: { ...requirement, scheme },
    payload: { signature, permit2Authorization },
  }
}

/** The bytes of a document as it travels in a header. */
export function asHeader(json: Loose): Buffer {
  return Buffer.from(Buffer.from(JSON.stringify(json)).toString('base64'))
}

/** The bytes of a document as JSON. */
export function asJson(json: Loose): Buffer {
  return Buffer.from(JSON.stringify(json))
}
