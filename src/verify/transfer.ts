import type { SignedTransfer } from '../core/signature-check.ts'
import type { NamedDomain, Payment, Required } from './shapes.ts'

// CAIP-2 of an EVM chain; at most 16 digits, so that the number is exact. Linear.
const evmNetwork = /^eip155:([1-9]\d{0,14})$/
const address = /^0x[0-9a-f]{40}$/i

/** The chain id in a CAIP-2 id; null on other families. */
export function chainIdOf(network: string | null): number | null {
  const digits = evmNetwork.exec(network ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}

/** The domain that the requirement tells payers to sign for; null when it is not complete. */
export function requiredDomain({
  eip712,
  network,
}: Pick<Required, 'network' | 'eip712'>): NamedDomain | null {
  const chainId = chainIdOf(network)
  const { name, version } = eip712
  return chainId === null || name === null || version === null ? null : { name, version, chainId }
}

const isAddress = (text: string | null): text is string => text !== null && address.test(text)

/**
 * What a facilitator takes the payer to have signed: the payer's own fields, under the token and the domain of the
 * requirement. Null when a part of it is missing or no payment of an EVM chain.
 */
export function transferOf(
  payment: Payment,
  required: Pick<Required, 'network' | 'asset' | 'eip712'>,
  domain: NamedDomain | null = requiredDomain(required),
): SignedTransfer | null {
  const { payer, payTo, amountAtomic, nonce, validAfter, validBefore, asset, spender, facilitator } = payment
  const whole = isAddress(payer) && isAddress(payTo) && amountAtomic !== null && nonce !== null
  if (!whole || validAfter === null || validBefore === null) return null
  const times = { validAfter: BigInt(validAfter), validBefore: BigInt(validBefore) }
  if (payment.transfer === 'eip3009') {
    const contract = required.asset
    if (domain === null || !isAddress(contract)) return null
    const parts = { from: payer, to: payTo, value: amountAtomic, nonce }
    return { kind: 'eip3009', domain: { ...domain, contract }, ...parts, ...times }
  }
  const chainId = domain?.chainId ?? chainIdOf(required.network)
  if (payment.transfer !== 'permit2' || chainId === null || !isAddress(asset) || !isAddress(spender))
    return null
  return {
    kind: 'permit2',
    ...{ chainId, from: payer, token: asset, amount: amountAtomic, spender, nonce: BigInt(nonce) },
    ...{ deadline: times.validBefore, to: payTo, validAfter: times.validAfter, facilitator },
  }
}
