import type { BookState, CaseFacts, CaseFlag, NonceState, ResponseClass } from './case.ts'
import type { Effect } from './claim.ts'
import { methodOf } from './method.ts'
import { ownedAt, ownedOn, type PaymentPolicy, paysFor, policyBlock } from './policy.ts'
import { isCovered, type Joined, readEffect, readNonce } from './readings.ts'
import type { PaymentRecord } from './record.ts'
import type { Site } from './site.ts'

/** The facts of one case and the words that go with them. */
export type FactsRead = {
  readonly facts: CaseFacts
  readonly flags: readonly CaseFlag[]
  readonly reasons: readonly string[]
}

/** How the books stand. A record without any state is still open in the books. */
export function bookStateOf(record: PaymentRecord): BookState {
  if (record.state === 'not_charged' || record.state === null) return 'pending'
  return record.state
}

/**
 * How the books stand, knowing when the route settles. Where money moves before the work, an error says nothing
 * about the settlement: what only follows from it gives way to what the chain shows.
 */
function booksOf({ record, effects, order }: Joined): BookState {
  const failedAtWork = order === 'before' && record.stateDerived && (record.responseStatus ?? 0) >= 500
  return failedAtWork && effects.length === 1 ? 'settled' : bookStateOf(record)
}

/** What the buyer got; 202 says nothing yet. */
export function responseOf(record: PaymentRecord): ResponseClass {
  const status = record.responseStatus
  if (status === null || status === 202) return 'unknown'
  return status >= 200 && status < 300 ? 'ok' : 'error'
}

/** Does the record name enough to find its payment on chain? */
export function hasKey(record: PaymentRecord): boolean {
  return record.tx !== null || (record.payer !== null && record.nonce !== null)
}

/** The last Unix second in which a record's payment could still be made: EIP-3009 ends before its end. */
function lastMoment(record: PaymentRecord): number | null {
  if (record.validBefore === null) return null
  return methodOf(record) === 'hash' ? record.validBefore : record.validBefore - 1
}

type Terms = Pick<CaseFacts, 'sameAsset' | 'sameRecipient' | 'amount'> & {
  readonly flags: readonly CaseFlag[]
}

function compareTerms({ record, site, effects }: Joined, policy: PaymentPolicy): Terms {
  const [effect] = effects
  if (site === null || effect === undefined) {
    return { sameAsset: true, sameRecipient: true, amount: 'equal', flags: [] }
  }
  const pays = paysFor(policy, site.view.network, site.view.asset)
  const at = site.timeAt(effect.transfer.block)
  const owned = pays !== undefined && ownedAt(pays, effect.transfer.to, at)
  const recordAgrees = record.payTo !== null && record.payTo === effect.transfer.to
  const required =
    record.scheme === 'upto' ? (record.settledAtomic ?? record.amountAtomic) : record.amountAtomic
  const value = effect.transfer.value
  const flags: CaseFlag[] = []
  if (!owned && recordAgrees) flags.push('record_agrees')
  // Of `upto` the advertised amount is only the most that may be taken; what was charged is compared.
  const isMaximum = record.scheme === 'upto' && record.settledAtomic === null
  if (required === null || isMaximum) flags.push('amount_not_compared')
  const amount =
    value === 0n && required !== 0n
      ? 'short'
      : required === null || value === required || (isMaximum && value < required)
        ? 'equal'
        : value < required
          ? 'short'
          : 'over'
  const sameRecipient = owned && (record.payTo === null || recordAgrees)
  const { network, asset } = site.view
  const sameAsset =
    pays !== undefined && (record.network ?? network) === network && (record.asset ?? asset) === asset
  return { sameAsset, sameRecipient, amount, flags }
}

/** The facts of a recorded payment, duplicates and refunds not yet looked at. */
export function factsOf(joined: Joined, policy: PaymentPolicy): FactsRead {
  const { record, site, effects } = joined
  const view = site?.view ?? null
  const nonce = readNonce(joined)
  const effect = readEffect(joined)
  const terms = compareTerms(joined, policy)
  const finalizedAt = view?.finalized?.timestamp ?? null
  const end = lastMoment(record)
  const expired = end !== null && finalizedAt !== null && finalizedAt > end
  const seconds = record.receivedAt === null ? null : Math.floor(record.receivedAt / 1000)
  const moved = site === null || effects[0] === undefined ? null : site.timeAt(effects[0].transfer.block)
  const within = (at: number) => at >= policy.since && at <= policy.until
  const limit = view === null ? null : policyBlock(view, policy.finality)
  const block = effects.length === 0 ? null : Math.max(...effects.map(({ transfer }) => transfer.block))
  return {
    facts: {
      // Money that moves in this window is judged here even when its record is older: the run before could
      // not see it.
      inWindow: seconds === null || within(seconds) || (moved !== null && within(moved)),
      hasKey: hasKey(record),
      isFirstClaim: joined.isFirstClaim,
      books: booksOf(joined),
      response: joined.served ? 'ok' : responseOf(record),
      nonce: nonce.state,
      // No chain shows both: then the transfer beside them proves nothing either.
      effect: nonce.reason === 'USED_AND_CANCELLED' ? 'unknown' : effect.count,
      sameAsset: terms.sameAsset,
      sameRecipient: terms.sameRecipient,
      amount: terms.amount,
      finality: block !== null && (limit === null || block > limit) ? 'below' : 'reached',
      covered: isCovered(joined, expired, nonce.state, policy.until),
      expired,
      reverted: record.tx !== null && view?.txs[record.tx] === 'reverted',
      duplicate: false,
      refundFound: false,
      marked: effects[0]?.authorization != null,
    },
    flags: [...terms.flags, ...recordFlags(joined, policy, expired, nonce.state)],
    reasons: [nonce.reason, effect.reason].filter((reason) => reason !== undefined),
  }
}

/** Does what is known of this block rest on one endpoint? Null = of no block, but of the whole range. */
function isOneWord({ view }: Site, block: number | null): boolean {
  if (view.labels.length === 1) return true
  return block !== null && view.unread.some(({ from, to }) => from <= block && block <= to)
}

function recordFlags(joined: Joined, policy: PaymentPolicy, expired: boolean, nonce: NonceState): CaseFlag[] {
  const { record, site, effects } = joined
  const [effect] = effects
  const flags: CaseFlag[] = []
  const add = (flag: CaseFlag, when: boolean) => {
    if (when) flags.push(flag)
  }
  add('state_derived', record.stateDerived)
  add('state_unknown', record.state === null)
  add('time_unknown', record.receivedAt === null)
  add('response_unknown', responseOf(record) === 'unknown')
  add('one_source', site !== null && isOneWord(site, effect?.transfer.block ?? null))
  add('missing_payment_response', responseOf(record) === 'ok' && record.paymentResponsePresent === false)
  const { verifiedAt, workStartedAt } = record
  add('work_before_verify', verifiedAt !== null && workStartedAt !== null && workStartedAt < verifiedAt)
  add('work_though_refused', record.verify === 'invalid' && workStartedAt !== null)
  add('facilitator_pending', record.settleReason === 'settlement_pending')
  if (effect !== undefined && site !== null) {
    add('tx_hash_missing', record.tx === null)
    add('tx_hash_wrong', record.tx !== null && record.tx !== effect.transfer.tx)
    add('batched', effect.batched)
    add('via_router', effect.viaRouter)
    const authorizer = effect.authorization?.authorizer ?? effect.transfer.from
    add('payer_differs', record.payer !== null && record.payer !== authorizer)
    add('facilitator_lied_failure', record.state === 'failed' && !record.stateDerived)
    const mined = site.timeAt(effect.transfer.block)
    const answered = record.respondedAt === null ? null : record.respondedAt / 1000
    const isAsync = joined.order === 'async'
    add('late', !isAsync && mined !== null && answered !== null && mined - answered > policy.lateAfterSeconds)
    return flags
  }
  const usable = nonce === 'unused' && !expired
  const saysSettled = record.state === 'settled' || responseOf(record) === 'ok'
  add('authorization_still_usable', usable)
  add('never_submitted', usable && record.verify === 'invalid')
  add('claimed_settled', usable && saysSettled && joined.order !== 'async')
  const gone = nonce === 'cancelled' || (nonce === 'unused' && expired)
  add('facilitator_lied_success', gone && record.state === 'settled' && !record.stateDerived)
  return flags
}

/** Why an inflow cannot be taken for what it seems to be; null when nothing speaks against it. */
function doubtAbout(effect: Effect, site: Site): string | null {
  const { view } = site
  if (view.forked) return 'NODES_ON_DIFFERENT_CHAINS'
  if (site.isDisputed(effect.transfer.tx)) return 'NODES_DISAGREE'
  const { block, tx } = effect.transfer
  const told = view.txs[tx]
  if (told === 'absent' || told === 'reverted') return 'RECEIPT_CONTRADICTS_LOG'
  const unread = view.unread.some(({ from, to }) => from <= block && block <= to)
  // The mark of a Permit2 payment, or of one through a router, stands in the receipt only.
  const isMarked = effect.authorization !== null || view.marks.includes(tx)
  if (!isMarked && site.isReceiptUnread(tx)) return 'RECEIPT_NOT_READ'
  // Without a mark it is an ordinary transfer only when the logs beside it were read.
  return effect.authorization === null && unread && told !== 'success' ? 'BLOCKS_NOT_READ' : null
}

/** The facts of money that no record claims. */
export function unclaimedFacts(effect: Effect, site: Site, policy: PaymentPolicy): FactsRead {
  const { view } = site
  const limit = policyBlock(view, policy.finality)
  const { block } = effect.transfer
  const time = site.timeAt(block)
  const reason = doubtAbout(effect, site)
  const pays = paysFor(policy, view.network, view.asset)
  return {
    facts: {
      inWindow: time === null || (time >= policy.since && time <= policy.until),
      hasKey: false,
      isFirstClaim: true,
      books: 'absent',
      response: 'unknown',
      nonce: effect.authorization === null ? 'none' : 'used',
      effect: reason === null ? 'one' : 'unknown',
      sameAsset: pays !== undefined,
      sameRecipient: pays !== undefined && ownedOn(policy, view.network).has(effect.transfer.to),
      amount: 'equal',
      finality: limit === null || block > limit ? 'below' : 'reached',
      covered: true,
      expired: false,
      reverted: false,
      duplicate: false,
      refundFound: false,
      marked: effect.authorization !== null || view.marks.includes(effect.transfer.tx),
    },
    flags: [
      ...(isOneWord(site, block) ? (['one_source'] as const) : []),
      ...(effect.batched ? (['batched'] as const) : []),
    ],
    reasons: reason === null ? [] : [reason],
  }
}
