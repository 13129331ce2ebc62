import type { Look } from '../core/observation.ts'
import type { CaseFacts, PaymentCase } from '../payments/case.ts'
import type { Settlement } from '../runs/settlements.ts'
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
 * The case of today that is about the remembered payment: the one with its id; else, for a payment without a
 * nonce, whose id follows from where it stood, the record that names its transaction or its request.
 */
function caseFor(item: Settlement, cases: readonly PaymentCase[]): PaymentCase | undefined {
  const byId = cases.find(({ caseId }) => caseId === item.caseId)
  if (byId !== undefined) return byId
  const shared = (a: readonly string[], b: readonly string[]) => a.some((one) => b.includes(one))
  return cases.find(
    ({ facts, network, tx, recordIds, requestIds }) =>
      facts.books !== 'absent' &&
      facts.effect !== 'one' &&
      network === item.network &&
      (tx === item.tx || shared(recordIds, item.recordIds) || shared(requestIds, item.requestIds)),
  )
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
  let all = cases
  for (const recheck of rechecks) {
    const today = caseFor(recheck.settlement, all)
    const next = nextCase(recheck, today, span)
    if (next !== null) all = [...all.filter((item) => item !== today), next]
  }
  return all === cases ? cases : [...all].sort((a, b) => (a.caseId < b.caseId ? -1 : 1))
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
