import type { CaseFacts, PaymentCase } from '../../payments/case.ts'
import type { ReconcileExpected } from '../expected.ts'
import type { JudgedCase } from '../judge-case.ts'
import type { Outcome } from '../outcome.ts'

/** The parts of what was received. Every case with money of ours stands in exactly one. */
export type MoneyPart = 'revenue' | 'owed' | 'refunded' | 'pending' | 'unexplained'

// Asked for every case several times; an expectation never changes.
const known = new WeakMap<ReconcileExpected, Map<string, ReadonlySet<string>>>()

/** Every receiving address of the operator on a network, past and present; the same ones whose transfers are read. */
export function ourAddresses(expected: ReconcileExpected, network: string): ReadonlySet<string> {
  const networks = known.get(expected) ?? new Map<string, ReadonlySet<string>>()
  known.set(expected, networks)
  const found =
    networks.get(network) ??
    new Set(
      expected.pays.flatMap((item) =>
        item.network === network ? item.payTo.map(({ address }) => address) : [],
      ),
    )
  networks.set(network, found)
  return found
}

/** Did the money of this case move to an address of the operator? */
export function reachedUs(item: PaymentCase, expected: ReconcileExpected): boolean {
  return (
    item.movedAtomic !== null && item.payTo !== null && ourAddresses(expected, item.network).has(item.payTo)
  )
}

/** Did the buyer get what he paid for, as far as anybody knows? */
export function wasServed({ response, books }: CaseFacts): boolean {
  return response === 'ok' || (books === 'settled' && response === 'unknown')
}

// The money of a second claim is the money of the first, that of another window is counted there, and what a
// reorganisation took back is not here.
const notCounted: readonly Outcome[] = ['OUT_OF_WINDOW', 'DUPLICATE_CLAIM', 'REVERSED_BY_REORG']
const unexplained: readonly Outcome[] = [
  'UNRECORDED_RECEIPT',
  'UNRELATED_INFLOW',
  'INDETERMINATE',
  'AMBIGUOUS',
  'INVALID_RECORD',
]

/** The part in which the money of a case stands; null when none of it is ours to count. Pure and total. */
export function moneyPartOf({ item, outcome }: JudgedCase, expected: ReconcileExpected): MoneyPart | null {
  if (notCounted.includes(outcome) || !reachedUs(item, expected)) return null
  if (unexplained.includes(outcome)) return 'unexplained'
  if (outcome === 'PENDING_FINALITY') return 'pending'
  if (item.facts.refundFound) return 'refunded'
  if (outcome === 'DUPLICATE_CHARGE' || outcome === 'REFUND_MISSING') return 'owed'
  return wasServed(item.facts) ? 'revenue' : 'owed'
}

const servedForNothing: readonly Outcome[] = [
  'PHANTOM_SETTLEMENT',
  'CANCELLED_AFTER_SERVICE',
  'REVERTED_SETTLEMENT',
]

/** What was served or booked and never reached the operator, in atomic units; 0 for every other case. */
export function lostIn({ item, outcome }: JudgedCase, expected: ReconcileExpected): bigint {
  if (servedForNothing.includes(outcome)) return item.requiredAtomic ?? 0n
  const astray = outcome === 'RECIPIENT_MISMATCH' && !reachedUs(item, expected) && wasServed(item.facts)
  return astray ? (item.movedAtomic ?? 0n) : 0n
}

const undecided: readonly Outcome[] = ['INDETERMINATE', 'AMBIGUOUS', 'REVERSED_BY_REORG']

/** What is lost, not decided, or served although no money came yet, in atomic units. */
export function atRiskIn(judged: JudgedCase, expected: ReconcileExpected): bigint {
  const { item, outcome } = judged
  const open = outcome === 'OPEN' && item.flags.includes('claimed_settled')
  if (open || undecided.includes(outcome)) return item.movedAtomic ?? item.requiredAtomic ?? 0n
  return lostIn(judged, expected)
}

/** What a refund would settle, in atomic units: what is owed, unless a refund may be on its way, and an excess. */
export function refundableIn(judged: JudgedCase, expected: ReconcileExpected): bigint {
  const { item, outcome } = judged
  const moved = item.movedAtomic ?? 0n
  const part = moneyPartOf(judged, expected)
  if (part === 'owed') return outcome === 'REFUND_MISSING' ? 0n : moved
  if (outcome !== 'AMOUNT_OVER' || part !== 'revenue') return 0n
  return moved - (item.requiredAtomic ?? moved)
}
