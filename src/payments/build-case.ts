import { shortHash } from '../core/id.ts'
import type { Look } from '../core/observation.ts'
import type { BlockRef } from '../core/ports.ts'
import type { CaseFlag, PaymentCase } from './case.ts'
import type { ChainView } from './chain-view.ts'
import type { Effect } from './claim.ts'
import { factsOf, hasKey, unclaimedFacts } from './facts.ts'
import { methodOf } from './method.ts'
import { isPermitNonce, permitNonce } from './permit2.ts'
import type { PaymentPolicy } from './policy.ts'
import type { PaymentRecord } from './record.ts'
import { recordLabel } from './records/record-label.ts'
import type { OrderKnown } from './settle-order.ts'
import type { Site } from './site.ts'

/** A record, the effects that could be its payment, and the key of that payment. */
export type Claim = {
  readonly record: PaymentRecord
  readonly site: Site | null
  readonly effects: readonly Effect[]
  /** Why nothing may be said of the record's nonce, beside what the chain shows; null when nothing speaks against it. */
  readonly doubt: string | null
  readonly key: string
}

/** A claim, and when its route settles. */
export type OrderedClaim = Claim & { readonly order: OrderKnown }

function levelOf(effect: Effect | undefined, site: Site | null): Pick<PaymentCase, 'finalityLevel'> {
  if (effect === undefined || site === null) return {}
  const { safe, finalized } = site.view
  const reached = (ref: BlockRef | null) => ref !== null && effect.transfer.block <= ref.number
  return { finalityLevel: reached(finalized) ? 'finalized' : reached(safe) ? 'safe' : 'latest' }
}

type Place = Pick<PaymentCase, 'network' | 'asset' | 'asked'>

function placeOf({ network, asset }: PaymentRecord, view: ChainView | null): Place {
  return { network: network ?? view?.network ?? 'unknown', asset: asset ?? view?.asset ?? 'unknown' }
}

/** The token in which the money moved; what the record asked for beside it, where that is another one. */
function movedIn(record: PaymentRecord, view: ChainView): Place {
  const { network, asset } = view
  const asked = placeOf(record, view)
  return asked.network === network && asked.asset === asset ? { network, asset } : { network, asset, asked }
}

/** Did the buyer get what he paid for? 202 is a promise, not an answer. */
export function delivered(record: PaymentRecord): boolean {
  const status = record.responseStatus
  return status !== null && status >= 200 && status < 300 && status !== 202
}

/** What the nodes said of the nonce of a record without a payment: the ground on which absence stands. */
function statesRead(record: PaymentRecord, { view }: Site): readonly Look[] {
  const nonce = methodOf(record) === 'hash' ? permitNonce(record) : record.nonce
  const state = view.nonces[`${record.payer}/${nonce}`] ?? null
  if (state === null || view.finalized === null) return []
  const at = new Date(view.finalized.timestamp * 1000).toISOString()
  const ref = `nonce ${state ? 'used' : 'unused'} at block ${view.finalized.number}`
  return view.labels.map((source) => ({ at, source, ref }))
}

function evidenceOf(record: PaymentRecord | null, effect: Effect | undefined, site: Site | null): Look[] {
  const looks: Look[] = []
  if (record !== null) {
    const at = record.receivedAt === null ? '' : new Date(record.receivedAt).toISOString()
    for (const line of record.lines) looks.push({ at, source: 'record', ref: `${line.file}:${line.line}` })
  }
  if (effect !== undefined && site !== null) {
    const time = site.momentAt(effect.transfer.block)
    const at = time === null ? '' : new Date(time * 1000).toISOString()
    const ref = `tx ${effect.transfer.tx} log ${effect.transfer.logIndex}`
    for (const label of site.view.labels) looks.push({ at, source: label, ref })
  }
  if (effect === undefined && record !== null && site !== null) looks.push(...statesRead(record, site))
  return looks
}

/** A record with the latest end that anybody names for its payment: until then the nonce can be used. */
function withLatestEnd({ record, key }: Claim, group: readonly Claim[]): PaymentRecord {
  if (group.length === 1) return record
  const ends = group.flatMap((one) => (one.key === key ? (one.record.validBefore ?? []) : []))
  const latest = ends.reduce((a, b) => Math.max(a, b), record.validBefore ?? Number.NEGATIVE_INFINITY)
  return latest === record.validBefore || ends.length === 0 ? record : { ...record, validBefore: latest }
}

/**
 * The case of a recorded payment. The first of `group` owns the payment; the others claim what it already
 * has. `claim` is one of the group.
 */
export function caseOfClaim(
  claim: OrderedClaim,
  group: readonly OrderedClaim[],
  policy: PaymentPolicy,
): PaymentCase {
  const { site, effects, doubt, order } = claim
  const record = withLatestEnd(claim, group)
  const owner = group[0] ?? claim
  const key = owner.key
  const view = site?.view ?? null
  const isFirstClaim = claim === owner
  const served = isFirstClaim && group.some((one) => delivered(one.record))
  const read = factsOf({ record, site, effects, isFirstClaim, served, doubt, order: order.order }, policy)
  const effect = effects.length === 1 ? effects[0] : undefined
  const flags: CaseFlag[] = [...read.flags]
  const before = group.slice(0, group.indexOf(claim))
  if (delivered(record) && before.some((one) => delivered(one.record))) flags.push('second_delivery')
  const caseId = isFirstClaim ? key : shortHash(key, 'claim', recordLabel(record))
  const { transfer } = effect ?? {}
  return {
    caseId,
    facts: read.facts,
    reasons: hasKey(record) ? read.reasons : missingKey(record),
    flags: flags.length < 2 ? flags : [...new Set(flags)].sort(),
    recordIds: record.recordId === null ? [] : [record.recordId],
    requestIds: record.requestId === null ? [] : [record.requestId],
    lines: record.lines,
    route: record.route,
    transfer: record.transfer,
    scheme: record.scheme,
    // Money counts where it moved, whatever the books call it.
    ...(transfer === undefined || view === null ? placeOf(record, view) : movedIn(record, view)),
    payTo: transfer?.to ?? record.payTo,
    payer: effect?.authorization?.authorizer ?? transfer?.from ?? record.payer,
    nonce: effect?.authorization?.nonce ?? record.nonce,
    tx: transfer?.tx ?? record.tx,
    claimedTx: record.tx !== null && transfer !== undefined && record.tx !== transfer.tx ? record.tx : null,
    ...(record.refundTx === null ? {} : { refundTx: record.refundTx }),
    logIndex: transfer?.logIndex ?? null,
    ...(effect?.otherParts === undefined ? {} : { otherParts: effect.otherParts }),
    block: transfer?.block ?? null,
    blockHash: transfer?.blockHash ?? null,
    blockTime: transfer === undefined || site === null ? null : site.momentAt(transfer.block),
    movedAtomic: transfer?.value ?? null,
    requiredAtomic: record.amountAtomic,
    responseStatus: record.responseStatus,
    settleReason: record.settleReason,
    receivedAt: record.receivedAt,
    respondedAt: record.respondedAt,
    ...(record.verifiedAt === null ? {} : { verifiedAt: record.verifiedAt }),
    ...(record.settledAt === null ? {} : { settledAt: record.settledAt }),
    validBefore: record.validBefore,
    settleOrder: order,
    ...levelOf(effect, site),
    candidates: effects.length > 1 ? effects.map((e) => `${e.transfer.tx}#${e.transfer.logIndex}`) : [],
    evidence: evidenceOf(record, effect, site),
  }
}

/** Which fields of a record would have decided its payment. */
function missingKey(record: PaymentRecord): readonly string[] {
  const missing: string[] = []
  if (record.payer === null) missing.push('PAYER_MISSING')
  if (record.nonce === null) missing.push('NONCE_MISSING')
  if (record.validBefore === null) missing.push('VALID_BEFORE_MISSING')
  return missing
}

/** The case of money that no record claims. */
export function caseOfInflow(effect: Effect, site: Site, policy: PaymentPolicy): PaymentCase {
  const read = unclaimedFacts(effect, site, policy)
  const { authorization, transfer } = effect
  const { network, asset } = site.view
  const caseId =
    authorization === null
      ? shortHash(network, transfer.tx, String(transfer.logIndex))
      : shortHash(`${network}/${asset}/${authorization.authorizer}/${authorization.nonce}`)
  return {
    caseId,
    facts: read.facts,
    reasons: read.reasons,
    flags: [...read.flags],
    recordIds: [],
    requestIds: [],
    lines: [],
    route: null,
    transfer: authorization === null ? null : isPermitNonce(authorization.nonce) ? 'permit2' : 'eip3009',
    scheme: null,
    network,
    asset,
    payTo: transfer.to,
    payer: authorization?.authorizer ?? transfer.from,
    nonce: authorization?.nonce ?? null,
    tx: transfer.tx,
    claimedTx: null,
    logIndex: transfer.logIndex,
    ...(effect.otherParts === undefined ? {} : { otherParts: effect.otherParts }),
    block: transfer.block,
    blockHash: transfer.blockHash,
    blockTime: site.momentAt(transfer.block),
    movedAtomic: transfer.value,
    requiredAtomic: null,
    responseStatus: null,
    settleReason: null,
    receivedAt: null,
    respondedAt: null,
    validBefore: null,
    ...levelOf(effect, site),
    candidates: [],
    evidence: evidenceOf(null, effect, site),
  }
}
