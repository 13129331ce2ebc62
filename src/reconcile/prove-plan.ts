import type { PaymentCase } from '../payments/case.ts'
import type { ChainView } from '../payments/chain-view.ts'
import { authorizationKey } from '../payments/claim.ts'
import { txOfPlace } from '../payments/effect.ts'

/** A transfer to be found in the receipts of its block. */
export type LogWanted = {
  readonly caseId: string
  readonly block: number
  readonly blockHash: string
  readonly logIndex: number
  readonly asset: string
  readonly payer: string | null
  readonly payTo: string
  readonly value: bigint
  /** The nonce of the authorization that caused it, where it was one. */
  readonly nonce: string | null
  /** The payer did not send to `payTo` himself. */
  readonly viaRouter: boolean
}

/** An authorization whose state is to be proven: `used` is what the endpoints said (cancelled counts as used). */
export type StateWanted = {
  readonly caseId: string
  readonly authorizer: string
  readonly nonce: string
  readonly used: boolean
}

/** What of one case is to be proven; null = that part says nothing about it. */
export type Wanted = {
  readonly log: LogWanted | null
  readonly state: StateWanted | 'NOT_FINAL' | null
}

const isNonce = (text: string | null): text is string => text !== null && /^0x[0-9a-f]{64}$/.test(text)
const isAddress = (text: string | null): text is string => text !== null && /^0x[0-9a-f]{40}$/.test(text)

function logWanted(item: PaymentCase): LogWanted | null {
  const { caseId, block, blockHash, logIndex, asset, payer, payTo, movedAtomic: value, facts } = item
  if (block === null || blockHash === null || logIndex === null || payTo === null || value === null)
    return null
  const nonce = facts.marked && isNonce(item.nonce) ? item.nonce : null
  const viaRouter = item.flags.includes('via_router')
  return { caseId, block, blockHash, logIndex, asset, payer, payTo, value, nonce, viaRouter }
}

/** Is what the logs show of this authorization below the finalized block? No log at all counts as yes. */
function isSettledBy(finalized: number, key: string, view: ChainView): boolean {
  const logs = view.authorizations.filter((item) => authorizationKey(item) === key)
  return logs.every(({ block }) => block <= finalized)
}

function stateWanted(item: PaymentCase, view: ChainView): Wanted['state'] {
  const { caseId, payer, nonce, facts } = item
  const told = facts.nonce === 'used' || facts.nonce === 'cancelled' || facts.nonce === 'unused'
  if (!told || item.transfer === 'permit2' || !isAddress(payer) || !isNonce(nonce)) return null
  const wanted = { caseId, authorizer: payer, nonce, used: facts.nonce !== 'unused' }
  const number = view.finalized?.number
  const isFinal = number === undefined || isSettledBy(number, authorizationKey(wanted), view)
  return isFinal ? wanted : 'NOT_FINAL'
}

/** Is this a case whose verdict a proof could confirm? Ordinary inflows and second claims are not. */
function matters({ facts }: PaymentCase): boolean {
  const told = facts.books !== 'absent' || facts.marked
  return facts.inWindow && facts.isFirstClaim && told && facts.finality !== 'removed'
}

/**
 * What is to be proven of a case: where money was seen its transfer, and its authorization wherever the
 * endpoints told the state of one; also where they are doubted, because then a proof finds the liar.
 */
export function wantedOf(item: PaymentCase, view: ChainView): Wanted | null {
  if (!matters(item)) return null
  const log = item.facts.effect === 'one' ? logWanted(item) : null
  const state = stateWanted(item, view)
  return log === null && state === null ? null : { log, state }
}

/**
 * Authorizations that are known to be used at the finalized block, by logs that no endpoint disputes: the
 * oldest, the newest and one between them. They show where the token keeps its authorizations.
 */
export function knownUsed(view: ChainView): readonly { authorizer: string; nonce: string }[] {
  const { finalized } = view
  if (finalized === null) return []
  const disputed = new Set(view.disputed.map(txOfPlace))
  const used = view.authorizations.filter(({ block, tx }) => block <= finalized.number && !disputed.has(tx))
  const picked = [used[0], used[used.length >> 1], used.at(-1)].filter((item) => item !== undefined)
  return [...new Map(picked.map((item) => [authorizationKey(item), item])).values()]
}
