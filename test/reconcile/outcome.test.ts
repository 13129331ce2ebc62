import { beforeAll, describe, expect, test } from 'vitest'
import type { CaseFacts } from '../../src/payments/case.ts'
import { type Outcome, outcomeOf, verdictOfOutcome } from '../../src/reconcile/outcome.ts'
import { everyCombination } from '../payments/every-facts.ts'

/** What must hold of every case of a class, told without the table. */
const laws: { readonly [K in Outcome]?: (f: CaseFacts) => boolean } = {
  MATCHED: (f) => f.effect === 'one' && f.finality === 'reached' && f.books === 'settled' && !f.duplicate,
  ORPHANED_PAYMENT: (f) => f.effect === 'one' && f.finality === 'reached' && f.books === 'failed',
  NO_CHARGE: (f) => f.effect === 'none' && f.covered && (f.expired || f.nonce === 'cancelled'),
  PHANTOM_SETTLEMENT: (f) => f.effect === 'none' && f.covered && (f.expired || f.nonce === 'cancelled'),
  OPEN: (f) => f.effect === 'none' && f.covered && !f.expired && f.nonce !== 'cancelled',
  REVERTED_SETTLEMENT: (f) => f.reverted && f.effect === 'none' && f.covered,
  CANCELLED_AFTER_SERVICE: (f) => f.nonce === 'cancelled' && f.effect === 'none',
  DUPLICATE_CHARGE: (f) => f.duplicate && f.effect === 'one' && f.finality === 'reached',
  UNRECORDED_RECEIPT: (f) => f.books === 'absent' && f.effect === 'one' && f.marked,
  UNRELATED_INFLOW: (f) => f.books === 'absent' && f.effect === 'one' && !f.marked,
  PENDING_FINALITY: (f) => f.finality === 'below' && f.effect === 'one',
}

const clears: readonly (Outcome | null)[] = ['MATCHED', 'NO_CHARGE', 'OPEN', 'REFUNDED', 'UNRELATED_INFLOW']

describe('the decision table, over every combination of its inputs', () => {
  const reached = new Map<Outcome | null, number>()
  const broken: string[] = []
  const falseClears: string[] = []
  let total = 0

  beforeAll(() => {
    everyCombination((facts) => {
      const outcome = outcomeOf(facts)
      total += 1
      reached.set(outcome, (reached.get(outcome) ?? 0) + 1)
      const law = outcome === null ? undefined : laws[outcome]
      if (law !== undefined && !law(facts) && broken.length < 3)
        broken.push(`${outcome} ${JSON.stringify(facts)}`)
      const unknown = facts.effect === 'unknown' || (facts.effect === 'none' && facts.nonce === 'unknown')
      if (unknown && clears.includes(outcome) && falseClears.length < 3)
        falseClears.push(JSON.stringify(facts))
    })
  })

  test('all 5,529,600 combinations have an answer', () => {
    expect(total).toBe(5_529_600)
  })

  test('every class occurs, and so does "no case"', () => {
    expect([...reached.keys()].filter((outcome) => outcome !== null).sort()).toEqual(
      Object.keys(verdictOfOutcome).sort(),
    )
    expect(reached.get(null)).toBeGreaterThan(0)
  })

  test('each class keeps its law', () => {
    expect(broken).toEqual([])
  })

  test('nothing unknown is ever cleared', () => {
    expect(falseClears).toEqual([])
  })
})
