import type { Look } from '../../core/observation.ts'
import type { CaseFacts, PaymentCase } from '../../payments/case.ts'
import { groupBy } from '../../payments/group-by.ts'
import type { Settlement } from '../../runs/settlements.ts'
import type { Recheck } from './remembered.ts'

/** The window of the run, Unix seconds. */
type Span = { readonly since: number; readonly until: number }

const nobody: CaseFacts = {
  inWindow: true,
  hasKey: false,
  isFirstClaim: true,
  books: 'absent',
  response: 'unknown',
  nonce: 'unknown',
  effect: 'none',
  sameAsset: true,
  sameRecipient: true,
  amount: 'equal',
  finality: 'reached',
  covered: false,
  expired: false,
  reverted: false,
  duplicate: false,
  refundFound: false,
  marked: false,
}

/** A case for money of which neither today's books nor today's chain know anything. */
function caseOfMemory(item: Settlement): PaymentCase {
  return {
    caseId: item.caseId,
    facts: { ...nobody, marked: item.nonce !== null },
    ...{ reasons: [], flags: [], recordIds: item.recordIds, requestIds: item.requestIds, lines: [] },
    ...{ route: null, transfer: item.nonce === null ? null : 'eip3009', scheme: null },
    ...{ network: item.network, asset: item.asset, payTo: item.to, payer: item.payer, nonce: item.nonce },
    ...{ tx: item.tx, claimedTx: null, logIndex: item.logIndex, block: item.block },
    ...{ blockHash: item.blockHash, blockTime: item.blockTime, movedAtomic: null },
    ...{ requiredAtomic: item.valueAtomic, responseStatus: null, settleReason: null },
    ...{ receivedAt: null, respondedAt: null, validBefore: null, candidates: [], evidence: [] },
  }
}

/** What was seen then and what is seen now: both hashes stay with the case. */
function evidenceOf({ settlement, blockHashNow, place, looks }: Recheck): readonly Look[] {
  const { tx, logIndex, block, blockHash, firstSeen } = settlement
  const then = {
    at: firstSeen,
    source: 'earlier run',
    ref: `tx ${tx} log ${logIndex} in block ${block} ${blockHash}`,
  }
  const moved = place === null ? [] : [`tx ${place.tx} is now in block ${place.block} ${place.blockHash}`]
  const now = blockHashNow === null ? [] : [`block ${block} is now ${blockHashNow}`]
  const seen = looks.length > 0 ? looks : [...now, ...moved].map((ref) => ({ at: '', source: 'chain', ref }))
  return [then, ...seen]
}

/**
 * The record of today that is about a remembered payment without a nonce: the id of such a case follows from
 * where the money stood, so the record is found by the transaction or the request it names.
 */
function recordOf(item: Settlement, cases: readonly PaymentCase[]): PaymentCase | undefined {
  const shared = (a: readonly string[], b: readonly string[]) => a.some((one) => b.includes(one))
  for (const one of cases) {
    const { facts, network, tx, recordIds, requestIds } = one
    if (facts.books === 'absent' || facts.effect === 'one' || network !== item.network) continue
    if (tx === item.tx) return one
    // A server that counts its requests anew gives an old id to another payment.
    const isOther = one.nonce !== null && item.nonce !== null && one.nonce !== item.nonce
    if (isOther || (one.payer !== null && one.payer !== item.payer)) continue
    if (shared(recordIds, item.recordIds) || shared(requestIds, item.requestIds)) return one
  }
  return undefined
}

function belongs({ blockTime, removedAt }: Settlement, { since, until }: Span): boolean {
  // What was not noticed before is news of this run, whatever window it was given.
  const times = [removedAt === null ? until : Math.floor(Date.parse(removedAt) / 1000), blockTime]
  return times.some((at) => at !== null && since <= at && at <= until)
}

function taken(recheck: Recheck, today: PaymentCase | undefined, span: Span): PaymentCase | null {
  const { settlement: item } = recheck
  // Money that nobody counted and nobody recorded is nobody's verdict to withdraw.
  if (today === undefined && item.code === 'PENDING_FINALITY') return null
  const base = today ?? caseOfMemory(item)
  // A used nonce says that the money moved after all; then today's reading stands, whatever it is.
  if (base.facts.effect === 'one' || base.facts.effect === 'many' || base.facts.nonce === 'used') return null
  const inWindow = base.facts.inWindow && today !== undefined ? true : belongs(item, span)
  const { caseId, tx, logIndex, block, blockHash, blockTime } = { ...item }
  return {
    ...base,
    ...{ caseId, tx, logIndex, block, blockHash, blockTime },
    facts: { ...base.facts, finality: 'removed', inWindow },
    requiredAtomic: base.requiredAtomic ?? item.valueAtomic,
    evidence: [...base.evidence, ...evidenceOf(recheck)],
  }
}

function doubted(recheck: Recheck, today: PaymentCase | undefined): PaymentCase | null {
  const base = today ?? caseOfMemory(recheck.settlement)
  if (base.facts.effect === 'one' || base.facts.effect === 'many') return null
  const reasons = [...new Set([...base.reasons, ...(recheck.reason === null ? [] : [recheck.reason])])]
  return {
    ...base,
    caseId: recheck.settlement.caseId,
    facts: { ...base.facts, effect: 'unknown', inWindow: true },
    reasons,
    evidence: [...base.evidence, ...evidenceOf(recheck)],
  }
}

/**
 * The cases of a run with what earlier runs saw: money that is gone is a reversal under its old id, money of
 * which nobody can say it is unknown, and money that stands elsewhere keeps its case and says where it stood.
 * Pure; cases come in id order.
 */
export function withMemory(
  cases: readonly PaymentCase[],
  rechecks: readonly Recheck[],
  span: Span,
): readonly PaymentCase[] {
  const open = rechecks.filter(({ state }) => state !== 'standing')
  if (open.length === 0) return cases
  const byId = groupBy(cases, ({ caseId }) => caseId)
  const now = new Map<PaymentCase, PaymentCase>()
  const added = new Map<string, PaymentCase>()
  for (const recheck of open) {
    const { settlement } = recheck
    const today = byId.get(settlement.caseId)?.[0] ?? recordOf(settlement, cases)
    const known = today === undefined ? added.get(settlement.caseId) : (now.get(today) ?? today)
    const next = nextCase(recheck, known, span)
    if (next === null) continue
    if (today === undefined) added.set(next.caseId, next)
    else now.set(today, next)
  }
  const all = [...cases.map((item) => now.get(item) ?? item), ...added.values()]
  return all.sort((a, b) => (a.caseId < b.caseId ? -1 : 1))
}

function nextCase(recheck: Recheck, today: PaymentCase | undefined, span: Span): PaymentCase | null {
  switch (recheck.state) {
    case 'gone':
      return taken(recheck, today, span)
    case 'unknown':
      return doubted(recheck, today)
    case 'moved':
      return today === undefined ? null : { ...today, evidence: [...today.evidence, ...evidenceOf(recheck)] }
    case 'standing':
      return null
  }
}
