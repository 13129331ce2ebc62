import type { CaseFacts, PaymentCase } from '../case.ts'
import type { Firmness, SettlementState } from './states.ts'

/** The file that stands for what the operator named on the command line: it is no record. */
export const givenSource = '(given)'

/** What is known beside the case: the time, how long a settlement may take, and what waits to be mined. */
export type StateLook = {
  readonly nowMs: number
  readonly settleTimeoutMs: number
  /** A transaction of this payment waits in the pool of a node. */
  readonly waitsInPool?: boolean
}

/** Why a payment is in its state; the sentences stand in the catalogue of `settlement`. */
export type StateReason =
  | 'AUTHORIZATION_EXPIRED_UNUSED'
  | 'AUTHORIZATION_USABLE'
  | 'BOOKS_SAID_OTHERWISE'
  | 'CANCELLED_ON_CHAIN'
  | 'MINED_AFTER_ANSWER'
  | 'MONEY_MOVED'
  | 'NEVER_SUBMITTED'
  | 'NOT_COVERED'
  | 'NOTHING_FOUND'
  | 'ONE_SOURCE'
  | 'REVERTED_ALONE'
  | 'REVERTED_AND_EXPIRED'
  | 'REVERTED_SIBLING'
  | 'SEVERAL_FIT'
  | 'SOURCES_CONTRADICT'
  | 'TAKEN_BACK_BY_REORG'
  | 'WAITS_IN_POOL'
  | 'WITHIN_SETTLE_TIME'

/** The state of one payment as one look shows it. `reasons` says why, the deciding one first. */
export type StateReading = {
  readonly state: SettlementState
  readonly firmness: Firmness
  readonly reasons: readonly StateReason[]
}

/** Do the operator's own books tell of this payment? What was named on the command line is no record. */
export function isRecorded({ facts, lines }: Pick<PaymentCase, 'facts' | 'lines'>): boolean {
  return facts.books !== 'absent' && lines.some(({ file }) => file !== givenSource)
}

function firmnessOf({ facts, finalityLevel }: PaymentCase): Firmness {
  if (facts.finality !== 'reached') return 'provisional'
  return finalityLevel === 'finalized' ? 'finalized' : 'counted'
}

/** The sources contradict each other, or did not answer: the first rows of the table of outcomes. */
function isContradicted(f: CaseFacts): boolean {
  const unusedAndMoved = (f.nonce === 'unused' || f.nonce === 'cancelled') && f.effect !== 'none'
  return f.effect === 'unknown' || (f.nonce === 'used' && f.effect === 'none') || unusedAndMoved
}

function paid(item: PaymentCase): StateReading {
  const { facts, flags } = item
  const minedLate = flags.includes('late')
  const booksDiffer = isRecorded(item) && (facts.books === 'failed' || facts.books === 'pending')
  const hasSibling = facts.reverted && (item.claimedTx !== null || item.nonce !== null)
  return {
    state: minedLate || booksDiffer ? 'confirmed_late' : 'confirmed',
    firmness: firmnessOf(item),
    reasons: [
      'MONEY_MOVED',
      ...(minedLate ? (['MINED_AFTER_ANSWER'] as const) : []),
      ...(booksDiffer ? (['BOOKS_SAID_OTHERWISE'] as const) : []),
      ...(hasSibling ? (['REVERTED_SIBLING'] as const) : []),
    ],
  }
}

/** Nothing moved and nothing can, as a finalized block proves. */
function dead(facts: CaseFacts): readonly [SettlementState, StateReason] | null {
  if (facts.nonce === 'cancelled') return ['cancelled', 'CANCELLED_ON_CHAIN']
  if (facts.nonce !== 'unused' || !facts.expired) return null
  return facts.reverted
    ? ['failed', 'REVERTED_AND_EXPIRED']
    : ['expired_unused', 'AUTHORIZATION_EXPIRED_UNUSED']
}

function isWithinSettleTime({ facts, receivedAt }: PaymentCase, look: StateLook): boolean {
  const isOpen = facts.books === 'pending' && facts.response === 'unknown'
  return isOpen && receivedAt !== null && look.nowMs - receivedAt < look.settleTimeoutMs
}

/** Nothing moved yet, still could: where it is on its way. */
function open(item: PaymentCase, look: StateLook): readonly [SettlementState, ...StateReason[]] {
  const { facts, flags } = item
  if (look.waitsInPool === true) return ['pending', 'WAITS_IN_POOL']
  if (isRecorded(item) && isWithinSettleTime(item, look)) return ['pending', 'WITHIN_SETTLE_TIME']
  if (flags.includes('never_submitted')) return ['idle', 'NEVER_SUBMITTED', 'AUTHORIZATION_USABLE']
  if (facts.reverted) return ['unresolved', 'REVERTED_ALONE']
  if (!facts.covered || facts.nonce !== 'unused') return ['unresolved', 'NOT_COVERED']
  return ['not_found', 'NOTHING_FOUND', 'AUTHORIZATION_USABLE']
}

/**
 * The state of a payment, from what the reconciler believes of it: pure and total. It says `failed`, `cancelled` or
 * `expired_unused` only where the facts prove at a finalized block that nothing moved and nothing can, and
 * `confirmed` only where the nodes that were believed agree on one movement of money.
 */
export function readState(item: PaymentCase, look: StateLook): StateReading {
  const { facts, flags } = item
  const unsure: readonly StateReason[] = flags.includes('one_source') ? ['ONE_SOURCE'] : []
  const open_ = (state: SettlementState, ...reasons: readonly StateReason[]): StateReading => ({
    state,
    firmness: 'provisional',
    reasons: [...reasons, ...unsure],
  })
  const judged = !(facts.books !== 'absent' && !facts.hasKey) && facts.inWindow
  if (facts.finality === 'removed') return open_('reversed', 'TAKEN_BACK_BY_REORG')
  if (isContradicted(facts) || !judged) {
    if (look.waitsInPool === true) return open_('pending', 'WAITS_IN_POOL')
    return open_('unresolved', 'SOURCES_CONTRADICT')
  }
  if (facts.effect === 'many') return open_('unresolved', 'SEVERAL_FIT')
  if (facts.effect === 'one') {
    const reading = paid(item)
    return { ...reading, reasons: [...reading.reasons, ...unsure] }
  }
  const proven = facts.covered ? dead(facts) : null
  if (proven !== null) {
    return { state: proven[0], firmness: 'finalized', reasons: [proven[1], ...unsure] }
  }
  const [state, ...reasons] = open(item, look)
  return open_(state, ...reasons)
}
