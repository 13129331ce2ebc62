import type { SettleOrder } from '../core/profile.ts'
import { findNetwork } from '../networks/lookup.ts'
import type { EffectCount, NonceState } from './case.ts'
import { authorizationKey, type Effect } from './claim.ts'
import { methodOf } from './method.ts'
import { readPermitNonce } from './permit-readings.ts'
import { isPermitNonce } from './permit2.ts'
import type { PaymentRecord } from './record.ts'
import type { Site } from './site.ts'

/** A record together with what the chain shows of it: the input of its facts. */
export type Joined = {
  readonly record: PaymentRecord
  /** Null when no node could be asked about the record's network. */
  readonly site: Site | null
  /** The transfers that could be this payment; one is a join, several are ambiguous. */
  readonly effects: readonly Effect[]
  readonly isFirstClaim: boolean
  /** Any record of this payment was answered 2xx. */
  readonly served: boolean
  /** Why the nonce proves nothing although no log shows it. */
  readonly doubt?: string | null
  /** When the record's route settles; `after` when not given. */
  readonly order?: SettleOrder
}

/** What is known of a nonce, and why it is not more. */
export type NonceRead = { readonly state: NonceState; readonly reason?: string }

const clockSkewSeconds = 600

/** How old the head of a healthy node may be: what a node further behind has not seen may have happened. */
function healthyLagSeconds(network: string): number {
  const blockSeconds = (findNetwork(network)?.blockTimeMs ?? 0) / 1000
  return Math.max(15, 3 * blockSeconds)
}

function nowhere(record: PaymentRecord): string {
  return record.network === null || record.asset === null ? 'TOKEN_NOT_NAMED' : 'NETWORK_NOT_READ'
}

/** What the absence of logs leaves: a state read at the finalized block, or nothing. */
function stateOfUnused({ record, served }: Joined, site: Site, key: string): NonceRead {
  const used = site.view.nonces[key] ?? null
  if (used === null) return { state: 'unknown', reason: 'NONCE_STATE_NOT_READ' }
  if (used) return { state: 'used', reason: 'USED_OUTSIDE_THE_BLOCKS_READ' }
  // The payment may have taken a way that leaves this nonce alone.
  if (record.transfer === null) return { state: 'unknown', reason: 'METHOD_UNKNOWN' }
  if (record.validBefore !== null) return { state: 'unused' }
  // The receipt decides what the end of the authorization cannot: what was claimed did not happen.
  const isClaimed = served || record.state === 'settled'
  const didRevert = record.tx !== null && site.view.txs[record.tx] === 'reverted'
  if (isClaimed && didRevert) return { state: 'unused' }
  return { state: 'unknown', reason: 'VALID_BEFORE_UNKNOWN' }
}

/**
 * The nonce of a record. A use counts as soon as a log shows it; that it was not used, or was cancelled,
 * counts from the finalized block only, and a log that the nodes dispute counts for nothing.
 */
export function readNonce(joined: Joined): NonceRead {
  const { record, site, effects, doubt } = joined
  if (site === null) return { state: 'unknown', reason: nowhere(record) }
  const method = methodOf(record)
  if (method === 'unreadable') return { state: 'unknown', reason: 'SCHEME_UNREADABLE' }
  if (method === 'off-chain' && effects.length === 0) return { state: 'unknown', reason: 'OFF_CHAIN' }
  if (method === 'hash' && effects.length === 0) return readPermitNonce(record, site)
  if (method === 'hash' || record.payer === null || record.nonce === null) {
    if (effects.length > 0) return { state: effects.some((effect) => effect.authorization) ? 'used' : 'none' }
    return { state: 'unknown', reason: 'NONCE_UNKNOWN' }
  }
  if (doubt != null) return { state: 'unknown', reason: doubt }
  const [found] = effects
  // Paid by Permit2 whatever the books say: no log carries that nonce, the payment itself shows its use.
  if (found?.authorization != null && isPermitNonce(found.authorization.nonce)) return { state: 'used' }
  const key = authorizationKey(found?.authorization ?? { authorizer: record.payer, nonce: record.nonce })
  const logs = site.authorizations.get(key) ?? []
  if (logs.some(({ tx }) => site.isDisputed(tx))) return { state: 'unknown', reason: 'NODES_DISAGREE' }
  if (logs.some(({ kind }) => kind !== logs[0]?.kind)) {
    return { state: 'unknown', reason: 'USED_AND_CANCELLED' }
  }
  const [log] = logs
  if (log?.kind === 'used') {
    return effects.length > 0 ? { state: 'used' } : { state: 'used', reason: 'TRANSFER_NOT_FOUND' }
  }
  if (log === undefined) return stateOfUnused(joined, site, key)
  const { finalized } = site.view
  if (finalized === null) return { state: 'unknown', reason: 'CANCELLATION_NOT_FINAL' }
  if (log.block <= finalized.number) return { state: 'cancelled' }
  // It was cancelled after the finalized block, so at the finalized block it was neither used nor cancelled.
  if (record.validBefore === null) return { state: 'unknown', reason: 'CANCELLATION_NOT_FINAL' }
  return { state: 'unused', reason: 'CANCELLATION_NOT_FINAL' }
}

/** How many transfers could be the payment, and why that is not known. */
export function readEffect({ record, site, effects }: Joined): {
  readonly count: EffectCount
  readonly reason?: string
} {
  if (site === null) return { count: 'unknown', reason: nowhere(record) }
  if (methodOf(record) === 'unreadable') return { count: 'unknown', reason: 'SCHEME_UNREADABLE' }
  if (site.view.forked) return { count: 'unknown', reason: 'NODES_ON_DIFFERENT_CHAINS' }
  if (effects.some((effect) => site.isDisputed(effect.transfer.tx))) {
    return { count: 'unknown', reason: 'NODES_DISAGREE' }
  }
  const said = effects.map(({ transfer }) => site.view.txs[transfer.tx])
  if (said.some((state) => state === 'absent' || state === 'reverted')) {
    return { count: 'unknown', reason: 'RECEIPT_CONTRADICTS_LOG' }
  }
  if (effects.length > 1 || effects.some(({ uncertain }) => uncertain)) {
    return { count: 'many', reason: 'SEVERAL_TRANSFERS_FIT' }
  }
  if (effects.length === 1) return { count: 'one' }
  const isPermit = methodOf(record) === 'hash'
  if (isPermit && readPermitNonce(record, site).state === 'unused') return { count: 'none' }
  const byTxOnly = record.nonce === null || record.payer === null || isPermit
  if (!byTxOnly || record.tx === null) return { count: 'none' }
  const named = site.effectsByTx.get(record.tx)
  if (named !== undefined) {
    const isUnread = isPermit && named.some(({ authorization }) => authorization === null)
    const reason = isUnread ? 'PERMIT2_CALL_WRAPPED' : 'TRANSACTION_OF_ANOTHER_PAYMENT'
    return { count: 'unknown', reason }
  }
  const state = site.view.txs[record.tx] ?? 'unknown'
  return state === 'unknown' ? { count: 'unknown', reason: 'TRANSACTION_NOT_READ' } : { count: 'none' }
}

/**
 * Is the absence of a payment proven? By a final cancellation; by an unused nonce after its expiry; before
 * that only when every node read every block in which the payment could stand, up to the end of the window
 * (`until`, Unix seconds).
 */
export function isCovered(
  { record, site }: Joined,
  expired: boolean,
  nonce: NonceState,
  until: number,
): boolean {
  if (site === null || site.view.forked) return false
  if (nonce === 'cancelled' || (nonce === 'unused' && expired)) return true
  const end = Math.min(until, record.validBefore ?? until)
  if (site.view.latest.timestamp + healthyLagSeconds(site.view.network) < end) return false
  const earliest = record.receivedAt === null ? null : record.receivedAt / 1000 - clockSkewSeconds
  return !site.view.unread.some(({ from, to }) => {
    const [start, end] = [site.timeAt(from), site.timeAt(to)]
    const over = earliest !== null && end !== null && end < earliest
    const tooLate = record.validBefore !== null && start !== null && start >= record.validBefore
    return !over && !tooLate
  })
}
