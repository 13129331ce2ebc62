import type { JudgedCase } from '../judge-case.ts'
import type { Move } from './seen.ts'

/** What a transfer beside the cases is: money that no case explains, a refund, another way out, or our own. */
export type MoveKind = 'unplaced' | 'refund' | 'out' | 'internal' | 'none'

/** One name for a move within its token. */
export function moveName({ tx, logIndex, block }: Pick<Move, 'tx' | 'logIndex' | 'block'>): string {
  return `${block}/${tx}/${logIndex}`
}

/**
 * Gives every refund that was found on chain its transfer, by the name of the move: the one that was linked to the
 * payment; in runs from before links were saved same payer, same amount, not before the payment, each
 * transfer once, books that say "refunded" first, then the oldest payment.
 */
export function refundsAmong(
  moves: readonly Move[],
  judged: readonly JudgedCase[],
  network: string,
  asset: string,
): ReadonlyMap<string, string> {
  const ours = judged
    .map(({ item }) => item)
    .filter((item) => item.facts.refundFound && item.network === network && item.asset === asset)
  const found = new Map(
    ours.flatMap(({ refund, caseId }) => (refund === undefined ? [] : [[moveName(refund), caseId] as const])),
  )
  const free = moves
    .filter((move) => !found.has(moveName(move)))
    .sort((a, b) => a.block - b.block || a.logIndex - b.logIndex)
  const wanting = ours
    .filter(({ refund }) => refund === undefined)
    .sort(
      (a, b) =>
        Number(b.facts.books === 'refunded') - Number(a.facts.books === 'refunded') ||
        (a.block ?? 0) - (b.block ?? 0) ||
        (a.caseId < b.caseId ? -1 : 1),
    )
  for (const item of wanting) {
    const amount = item.movedAtomic ?? item.requiredAtomic
    const index = free.findIndex(
      ({ to, atomic, block }) => to === item.payer && atomic === amount && block >= (item.block ?? 0),
    )
    const [move] = index === -1 ? [] : free.splice(index, 1)
    if (move !== undefined) found.set(moveName(move), item.caseId)
  }
  return found
}

/** The kind of a move; `none` when it concerns no receiving address (a refund wallet paying its bills). */
export function kindOfMove(
  move: Move,
  refunds: ReadonlyMap<string, string>,
  ours: ReadonlySet<string>,
): MoveKind {
  const [fromUs, toUs] = [ours.has(move.from), ours.has(move.to)]
  if (move.caseId !== null) return 'out'
  if (fromUs && toUs) return 'internal'
  if (refunds.has(moveName(move))) return 'refund'
  if (fromUs) return 'out'
  return toUs ? 'unplaced' : 'none'
}
