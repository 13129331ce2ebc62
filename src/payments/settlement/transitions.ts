import { type Firmness, isDead, isPaid, type SettlementState } from './states.ts'

/** Every legal move, and the only place that says so. A state that may follow itself was looked at again. */
export const legalMoves = {
  idle: ['pending'],
  pending: ['confirmed', 'failed', 'unresolved'],
  unresolved: ['polling'],
  polling: ['confirmed_late', 'confirmed', 'failed', 'not_found', 'cancelled', 'expired_unused', 'polling'],
  confirmed: ['reversed'],
  confirmed_late: ['reversed'],
  failed: [],
  not_found: ['polling', 'cancelled', 'expired_unused', 'confirmed_late', 'failed'],
  cancelled: [],
  expired_unused: [],
  reversed: ['polling'],
} as const satisfies Readonly<Record<SettlementState, readonly SettlementState[]>>

/** May a payment go from one state to the other in one move? */
export function isLegalMove(from: SettlementState, to: SettlementState): boolean {
  return (legalMoves[from] as readonly SettlementState[]).includes(to)
}

/** A state with how firm it is: all that decides where it may go. */
export type Standing = { readonly state: SettlementState; readonly firmness: Firmness }

/**
 * What a look at a payment adds. `steps` are the states it now goes through, in order, each a legal move from the
 * one before; empty = it stays where it is. Not ok = no legal way leads from `from` to `to`: the two
 * contradict each other, and somebody has to look.
 */
export type Advance =
  | { readonly ok: true; readonly steps: readonly SettlementState[]; readonly now: Standing }
  | { readonly ok: false; readonly from: SettlementState; readonly to: SettlementState }

/** The shortest legal way that does not go through an answer: only states in which nothing is decided lie on it. */
function wayTo(from: SettlementState, to: SettlementState): readonly SettlementState[] | null {
  const ways: (readonly SettlementState[])[] = [[]]
  const seen = new Set<SettlementState>([from])
  for (const way of ways) {
    for (const next of legalMoves[way.at(-1) ?? from]) {
      if (next === to) return [...way, next]
      if (seen.has(next) || isPaid(next) || isDead(next)) continue
      seen.add(next)
      ways.push([...way, next])
    }
  }
  return null
}

/** Does this say that the money which was seen is not there any more, rather than that nobody could look? */
const saysGone = (state: SettlementState) => state === 'reversed' || state === 'not_found' || isDead(state)

/** How far a payment is that nothing has decided; a look that shows less than is known tells nothing new. */
const order: readonly SettlementState[] = ['idle', 'pending', 'unresolved', 'polling', 'not_found']
const isNoNews = (before: SettlementState, seen: SettlementState) =>
  seen !== 'not_found' && order.includes(seen) && order.indexOf(seen) <= order.indexOf(before)

/**
 * Where a payment goes when it was `before` and a look says `seen`. Pure. What is finalized stays: a look that
 * says otherwise is not ok. A payment that was paid and provisionally so is `reversed` only by a look that could
 * see that it is gone.
 */
export function advance(before: Standing, seen: Standing): Advance {
  const stay: Advance = { ok: true, steps: [], now: before }
  const illegal: Advance = { ok: false, from: before.state, to: seen.state }
  if (isPaid(before.state) && isPaid(seen.state)) {
    // Late or not was settled when it was first seen; only its block grew older.
    const firmness = before.firmness === 'finalized' ? before.firmness : seen.firmness
    return { ok: true, steps: [], now: { state: before.state, firmness } }
  }
  if (isPaid(before.state)) {
    if (!saysGone(seen.state)) return stay
    if (before.firmness === 'finalized') return illegal
    return through(before.state, seen)
  }
  // An authorization that ended unused can still be cancelled, or fail again: dead it was before.
  if (isDead(before.state)) return isPaid(seen.state) ? illegal : stay
  // Nothing of this payment was seen that could be gone; what was taken back must be looked for again.
  const looked = { ...seen, state: 'polling' } as const
  const seenLess = order.slice(0, 4).includes(seen.state)
  if (seen.state === 'reversed' || (before.state === 'reversed' && seenLess)) {
    return before.state === 'polling' ? stay : through(before.state, looked)
  }
  if (before.state === seen.state || isNoNews(before.state, seen.state)) return stay
  return through(before.state, seen)
}

function through(from: SettlementState, to: Standing): Advance {
  const steps = wayTo(from, to.state)
  return steps === null ? { ok: false, from, to: to.state } : { ok: true, steps, now: to }
}
