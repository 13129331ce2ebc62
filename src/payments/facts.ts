import type { BookState, CaseFacts, CaseFlag, EffectCount, NonceState, ResponseClass } from './case.ts'
import { authorizationKey, type Effect } from './claim.ts'
import { everOwned, ownedAt, type PaymentPolicy, paysFor, policyBlock } from './policy.ts'
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
}

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

type NonceRead = { readonly state: NonceState; readonly reason?: string }

/** The nonce of a record. What a log shows counts at once; what no log shows needs the finalized state. */
function readNonce({ record, site, effects }: Joined): NonceRead {
  if (site === null) return { state: 'unknown', reason: 'NETWORK_NOT_READ' }
  if (record.transfer === 'permit2' || record.transfer === 'none') return { state: 'none' }
  if (record.payer === null || record.nonce === null) {
    if (effects.length > 0) return { state: effects.some((effect) => effect.authorization) ? 'used' : 'none' }
    return { state: 'unknown', reason: 'NONCE_UNKNOWN' }
  }
  const key = authorizationKey({ authorizer: record.payer, nonce: record.nonce })
  const logs = site.authorizations.get(key) ?? []
  if (logs.some((item) => item.kind === 'used')) return { state: 'used' }
  if (logs.some((item) => item.kind === 'cancelled')) return { state: 'cancelled' }
  const used = site.view.nonces[key] ?? null
  if (used === null) return { state: 'unknown', reason: 'NONCE_STATE_NOT_READ' }
  if (used) return { state: 'used', reason: 'USED_OUTSIDE_THE_BLOCKS_READ' }
  if (record.validBefore === null) return { state: 'unknown', reason: 'VALID_BEFORE_UNKNOWN' }
  return { state: 'unused' }
}

type EffectRead = { readonly count: EffectCount; readonly reason?: string }

function readEffect({ record, site, effects }: Joined): EffectRead {
  if (site === null) return { count: 'unknown', reason: 'NETWORK_NOT_READ' }
  if (site.view.forked) return { count: 'unknown', reason: 'NODES_ON_DIFFERENT_CHAINS' }
  if (effects.some((effect) => site.disputed.has(effect.id))) {
    return { count: 'unknown', reason: 'NODES_DISAGREE' }
  }
  if (effects.length > 1) return { count: 'many', reason: 'SEVERAL_TRANSFERS_FIT' }
  if (effects.length === 1) return { count: 'one' }
  const byTxOnly = record.nonce === null || record.payer === null
  if (byTxOnly && record.tx !== null && (site.view.txs[record.tx] ?? 'unknown') === 'unknown') {
    return { count: 'unknown', reason: 'TRANSACTION_NOT_READ' }
  }
  return { count: 'none' }
}

/** Was every block in which this payment could stand read? A finalized nonce state proves it as well. */
function isCovered({ record, site }: Joined, expired: boolean, nonce: NonceState): boolean {
  if (site === null || site.view.forked) return false
  if (expired && nonce === 'unused') return true
  return !site.view.holes.some((hole) => {
    const received = record.receivedAt === null ? 0 : record.receivedAt / 1000
    const end = site.timeAt(hole.to)
    return end === null || end >= received - 600
  })
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
  const required = record.amountAtomic
  const value = effect.transfer.value
  const flags: CaseFlag[] = []
  if (!owned && recordAgrees) flags.push('record_agrees')
  if (required === null) flags.push('amount_not_compared')
  const isUpTo = record.scheme === 'upto'
  const amount =
    required === null || value === required || (isUpTo && value < required)
      ? 'equal'
      : value < required
        ? 'short'
        : 'over'
  const sameRecipient = owned && (record.payTo === null || recordAgrees)
  return { sameAsset: pays !== undefined, sameRecipient, amount, flags }
}

/** The facts of a recorded payment, duplicates and refunds not yet looked at. */
export function factsOf(joined: Joined, policy: PaymentPolicy): FactsRead {
  const { record, site, effects } = joined
  const view = site?.view ?? null
  const nonce = readNonce(joined)
  const effect = readEffect(joined)
  const terms = compareTerms(joined, policy)
  const finalizedAt = view?.finalized?.timestamp ?? null
  const expired = record.validBefore !== null && finalizedAt !== null && finalizedAt >= record.validBefore
  const seconds = record.receivedAt === null ? null : Math.floor(record.receivedAt / 1000)
  const limit = view === null ? null : policyBlock(view, policy.finality)
  const block = effects[0]?.transfer.block ?? null
  return {
    facts: {
      inWindow: seconds === null || (seconds >= policy.since && seconds <= policy.until),
      hasKey: hasKey(record),
      isFirstClaim: joined.isFirstClaim,
      books: bookStateOf(record),
      response: responseOf(record),
      nonce: nonce.state,
      effect: effect.count,
      sameAsset: terms.sameAsset,
      sameRecipient: terms.sameRecipient,
      amount: terms.amount,
      finality: block !== null && (limit === null || block > limit) ? 'below' : 'reached',
      covered: isCovered(joined, expired, nonce.state),
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
  add('one_source', site !== null && site.view.labels.length === 1)
  add('missing_payment_response', responseOf(record) === 'ok' && record.paymentResponsePresent === false)
  add('facilitator_pending', record.settleReason === 'settlement_pending')
  if (effect !== undefined && site !== null) {
    add('tx_hash_missing', record.tx === null)
    add('tx_hash_wrong', record.tx !== null && record.tx !== effect.transfer.tx)
    add('batched', effect.batched)
    add('via_router', effect.viaRouter)
    const authorizer = effect.authorization?.authorizer ?? effect.transfer.from
    add('payer_differs', record.payer !== null && record.payer !== authorizer)
    add('facilitator_lied_failure', record.state === 'failed')
    const mined = site.timeAt(effect.transfer.block)
    const answered = record.respondedAt === null ? null : record.respondedAt / 1000
    add('late', mined !== null && answered !== null && mined - answered > policy.lateAfterSeconds)
    return flags
  }
  const usable = nonce === 'unused' && !expired
  const saysSettled = record.state === 'settled' || responseOf(record) === 'ok'
  add('authorization_still_usable', usable)
  add('never_submitted', usable && record.verify === 'invalid')
  add('claimed_settled', usable && saysSettled && policy.settleMode === 'sync')
  add('facilitator_lied_success', nonce === 'unused' && expired && record.state === 'settled')
  return flags
}

/** The facts of money that no record claims. */
export function unclaimedFacts(effect: Effect, site: Site, policy: PaymentPolicy): FactsRead {
  const { view } = site
  const limit = policyBlock(view, policy.finality)
  const { block } = effect.transfer
  const time = site.timeAt(block)
  const disputed = view.forked || site.disputed.has(effect.id)
  const pays = paysFor(policy, view.network, view.asset)
  return {
    facts: {
      inWindow: time === null || (time >= policy.since && time <= policy.until),
      hasKey: false,
      isFirstClaim: true,
      books: 'absent',
      response: 'unknown',
      nonce: effect.authorization === null ? 'none' : 'used',
      effect: disputed ? 'unknown' : 'one',
      sameAsset: pays !== undefined,
      sameRecipient: pays !== undefined && everOwned(pays).has(effect.transfer.to),
      amount: 'equal',
      finality: limit === null || block > limit ? 'below' : 'reached',
      covered: true,
      expired: false,
      reverted: false,
      duplicate: false,
      refundFound: false,
      marked: effect.authorization !== null,
    },
    flags: [
      ...(view.labels.length === 1 ? (['one_source'] as const) : []),
      ...(effect.batched ? (['batched'] as const) : []),
    ],
    reasons: disputed ? [view.forked ? 'NODES_ON_DIFFERENT_CHAINS' : 'NODES_DISAGREE'] : [],
  }
}
