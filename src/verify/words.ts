import type { Subject } from '../core/finding.ts'
import { amountOf, formatAmountBoth } from '../core/money.ts'
import { findNetwork, findToken } from '../networks/lookup.ts'
import { publicSentence } from '../x402/intake/public.ts'
import type { NamedDomain, Required } from './shapes.ts'

/** What a finding of this room is about: one of its questions. */
export const subject = (id: string): Subject => ({ kind: 'file', id })

/** A text of the payment or the requirement for people: what could be a key or a signature is left out. */
export function shown(text: string | null): string {
  return publicSentence(text) ?? 'nothing'
}

/** An amount with its token where the token is known, in atomic units everywhere. */
export function amountText(atomic: bigint | null, { network, asset }: Required): string {
  if (atomic === null) return 'nothing'
  const home = findNetwork(network ?? '')
  const token = home === undefined ? undefined : findToken(home, asset ?? '')
  if (home === undefined || token === undefined) return `${atomic} atomic units`
  const { decimals, symbol, address } = token
  return formatAmountBoth(amountOf(atomic, { decimals, symbol, asset: address, network: home.id }))
}

/** `"USD Coin" version 2 on chain 8453`. */
export function domainText({ name, version, chainId }: NamedDomain): string {
  return `"${shown(name)}" version ${shown(version)} on chain ${chainId}`
}
