import type { Verdict } from '../core/verdict.ts'
import type { PaymentCase } from '../payments/case.ts'
import type { ReconcileExpected } from './expected.ts'
import { type Outcome, outcomeOf, verdictOfOutcome } from './outcome.ts'

/** A case with its class. `provisional` is what it would be if its block were final. */
export type JudgedCase = {
  readonly item: PaymentCase
  readonly outcome: Outcome
  readonly verdict: Verdict
  readonly provisional: Outcome | null
  /** True or false when the chain proves it, null when it is not known. */
  readonly moneyMoved: boolean | null
}

function verdictFor(outcome: Outcome, item: PaymentCase, expected: ReconcileExpected): Verdict {
  if (outcome === 'DUPLICATE_CLAIM' && item.flags.includes('second_delivery')) return 'FAIL'
  if (outcome === 'OPEN' && item.flags.includes('claimed_settled')) return 'WARN'
  if (outcome === 'INDETERMINATE' && isKnownUnreadable(item, expected)) return 'SKIP'
  return verdictOfOutcome[outcome]
}

function isKnownUnreadable(item: PaymentCase, { unreadable }: ReconcileExpected): boolean {
  const names = [item.network, item.transfer, item.scheme]
  return names.some((name) => name != null && unreadable.includes(name))
}

function moneyMovedIn(outcome: Outcome, { facts }: PaymentCase): boolean | null {
  // The money of a second claim is the money of the first.
  if (outcome === 'DUPLICATE_CLAIM') return null
  if (facts.effect === 'one' && facts.finality === 'reached' && outcome !== 'INDETERMINATE') return true
  const proven: readonly Outcome[] = [
    'NO_CHARGE',
    'PHANTOM_SETTLEMENT',
    'CANCELLED_AFTER_SERVICE',
    'REFUND_WITHOUT_PAYMENT',
    'REVERTED_SETTLEMENT',
  ]
  const dead = facts.expired || facts.nonce === 'cancelled'
  return proven.includes(outcome) && dead ? false : null
}

/** The class of one case; undefined when neither books nor chain know anything. Pure. */
export function judgeCase(item: PaymentCase, expected: ReconcileExpected): JudgedCase | undefined {
  const outcome = outcomeOf(item.facts)
  if (outcome === null) return undefined
  return {
    item,
    outcome,
    verdict: verdictFor(outcome, item, expected),
    provisional: outcome === 'PENDING_FINALITY' ? outcomeOf({ ...item.facts, finality: 'reached' }) : null,
    moneyMoved: moneyMovedIn(outcome, item),
  }
}

const judgedOnce = new WeakMap<readonly PaymentCase[], Judged>()

type Judged = { readonly expected: ReconcileExpected; readonly list: readonly JudgedCase[] }

/**
 * The classes of these cases, in their order, without those of which neither books nor chain know anything. Every check
 * of a run asks for them, so the same lists give the same answer without judging again. Pure.
 */
export function judgeCases(
  cases: readonly PaymentCase[],
  expected: ReconcileExpected,
): readonly JudgedCase[] {
  const known = judgedOnce.get(cases)
  if (known?.expected === expected) return known.list
  const list = cases.flatMap((item) => judgeCase(item, expected) ?? [])
  judgedOnce.set(cases, { expected, list })
  return list
}
