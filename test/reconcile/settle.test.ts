import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deadlineIn, type Ended } from '../../src/reconcile/account/settle-deadline.ts'
import { percentile, settleTimesOf } from '../../src/reconcile/account/settle-times.ts'
import { alice, genesis, hash, payment, record, scan, view } from '../payments/world.ts'
import { judgeWorld, onLine } from './judging.ts'

const each = (list: readonly number[]) => list.map((ms) => [ms, 1] as const)

describe('settle times', () => {
  test('by nearest rank', () => {
    const list = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    expect([0.5, 0.95, 0.99, 1].map((share) => percentile(each(list), share))).toEqual([5, 10, 10, 10])
    expect([percentile([[7, 1]], 0.5), percentile([], 0.5)]).toEqual([7, undefined])
  })

  test('a percentile is in the list, and as many as its share are not above it', () => {
    const some = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(some, fc.constantFrom(0.5, 0.95, 0.99), (list, share) => {
        const sorted = [...list].sort((a, b) => a - b)
        const value = percentile(each(sorted), share)
        expect(sorted).toContain(value)
        expect(sorted.filter((ms) => ms <= (value ?? 0)).length).toBeGreaterThanOrEqual(share * sorted.length)
      }),
    )
  })

  const judged = (recordedAt: number) =>
    judgeWorld(
      [record({ ...onLine(1), receivedAt: recordedAt })],
      [view(scan(payment(alice, hash(1), 10_000n, { block: 101 })))],
    )

  test('from the record to the block', () => {
    expect(settleTimesOf(judged((genesis + 198) * 1000))).toEqual({
      ...{ count: 1, p50Ms: 4000, p95Ms: 4000, p99Ms: 4000 },
    })
  })

  test('a block that seems older than its record tells nothing, but for the second that it rounds away', () => {
    expect(settleTimesOf(judged((genesis + 202) * 1000 + 600))?.p50Ms).toBe(0)
    expect(settleTimesOf(judged((genesis + 230) * 1000))).toBeNull()
  })
})

const failed = (...list: readonly number[]): Ended[] => list.map((ms) => ({ ms, failed: true }))
const served = (...list: readonly number[]): Ended[] => list.map((ms) => ({ ms, failed: false }))
const quick = served(1200, 1810, 2004, 2533, 3100, 3960, 4012, 5230, 6040, 9111)

describe('a limit at which failures heap up', () => {
  test('eleven of twelve end at 30 s', () => {
    const list = [30_001, 30_004, 30_010, 30_012, 30_020, 30_003, 30_007, 30_150, 30_002, 30_009, 30_031]
    expect(deadlineIn([...quick, ...failed(...list, 12_400)])).toEqual({
      ...{ limitMs: 30_000, count: 11, of: 12 },
    })
  })

  test.each([
    ['quick refusals are no time limit', failed(40, 41, 42, 43, 44, 45, 46)],
    ['four are too few', failed(30_000, 30_001, 30_002, 30_003)],
    ['others succeed later', [...failed(2001, 2002, 2003, 2004, 2005), ...quick]],
    [
      'served ones heap up there as well',
      [...failed(5001, 5002, 5003, 5004, 5005), ...served(5001, 5003, 5004)],
    ],
    [
      'half of them end elsewhere',
      failed(30_001, 30_002, 30_003, 30_004, 30_005, 7100, 9200, 11_300, 13_400),
    ],
    ['no round number: a slow step, not a limit', failed(8391, 8392, 8393, 8394, 8395, 8396)],
    ['whole seconds are alike by chance', failed(2000, 2000, 2000, 2000, 2000)],
    ['nothing at all', []],
  ])('none is named when %s', (_why, list) => {
    expect(deadlineIn(list)).toBeNull()
  })

  // Smooth noise of many shapes: the share of days on which a limit is named that nobody set.
  test('noise names a limit on less than one day in two hundred', () => {
    const next = uniform(1)
    const shapes: readonly (() => number)[] = [
      () => next() * 60_000,
      () => -Math.log(1 - next()) * 8000,
      () => Math.exp(8 + Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
      () => 2000 + next() * 8000,
      () => Math.round(next() * 30) * 1000,
    ]
    let named = 0
    const days = 10_000
    for (let day = 0; day < days; day += 1) {
      const shape = shapes[day % shapes.length] ?? (() => 0)
      const failures = Array.from({ length: 5 + Math.floor(next() * 20) }, () => Math.floor(shape()))
      const successes = Array.from({ length: Math.floor(next() * 50) }, () => Math.floor(shape()))
      if (deadlineIn([...failed(...failures), ...served(...successes)]) !== null) named += 1
    }
    expect(named / days).toBeLessThan(0.005)
  })

  test('a true limit is found through jitter, other failures and quick successes', () => {
    const next = uniform(2)
    let found = 0
    const days = 1000
    for (let day = 0; day < days; day += 1) {
      const limitMs = [5000, 10_000, 15_000, 30_000, 60_000][day % 5] ?? 0
      const cut = Array.from({ length: 10 }, () => limitMs + Math.floor(next() * 120))
      const other = Array.from({ length: 2 }, () => Math.floor(next() * limitMs))
      const good = Array.from({ length: 200 }, () => Math.floor(next() * limitMs * 0.8))
      if (deadlineIn([...failed(...cut, ...other), ...served(...good)])?.limitMs === limitMs) found += 1
    }
    expect(found / days).toBeGreaterThan(0.97)
  })

  test('the order does not matter', () => {
    const some = fc.array(fc.record({ ms: fc.nat(40_000), failed: fc.boolean() }), { maxLength: 40 })
    fc.assert(
      fc.property(some, (list) => {
        expect(deadlineIn([...list].reverse())).toEqual(deadlineIn(list))
      }),
    )
  })
})

/** Numbers from 0 to 1, the same ones on every machine. */
function uniform(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
