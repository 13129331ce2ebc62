import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memorySieve, openMemorySieve } from '../../../src/adapters/pairing/memory-sieve.ts'
import { reconcileResult } from '../../../src/commands/reconcile-result.ts'
import { judgeRoom } from '../../../src/core/run-room.ts'
import { orderPairs } from '../../../src/reconcile/order-words.ts'
import { outcomeOf } from '../../../src/reconcile/outcome.ts'
import { reconcile } from '../../../src/reconcile/room.ts'
import type { ReconcileSeen } from '../../../src/reconcile/seen.ts'
import { days, expected, lies, seeDay } from './world.ts'

/** Everything that a report tells of a run; matched cases are only counted in it. */
function reportOf(seen: ReconcileSeen) {
  const { cases, plain, chains, ...rest } = seen
  const { totals, figures, window, gaps } = reconcileResult(seen, expected)
  return {
    ...rest,
    chains,
    cases: cases.filter(({ facts }) => outcomeOf(facts) !== 'MATCHED'),
    ...{ totals, figures, window, gaps },
    findings: judgeRoom(reconcile, seen, expected).findings,
    orders: orderPairs(cases, plain?.orders),
  }
}

const runs = Number(process.env.SIFT_RUNS ?? 40)

describe('a run with a sieve and one without', () => {
  test('tell the same of any day, whatever the second node says', async () => {
    let plain = 0
    await fc.assert(
      fc.asyncProperty(days(40), lies, async (day, lie) => {
        const nodes = [{}, lie]
        const sifted = await seeDay(day, nodes, openMemorySieve)
        const whole = await seeDay(day, nodes, null)
        plain += sifted.plain?.count ?? 0
        expect(reportOf(sifted)).toEqual(reportOf(whole))
      }),
      { numRuns: runs },
    )
    expect(plain).toBeGreaterThan(100)
  })

  test('tell the same of one endpoint, of which receipts are read, and of three', async () => {
    await fc.assert(
      fc.asyncProperty(days(30), lies, fc.boolean(), async (day, lie, alone) => {
        const nodes = alone ? [lie] : [{}, lie, {}]
        const sifted = await seeDay(day, nodes, openMemorySieve)
        expect(reportOf(sifted)).toEqual(reportOf(await seeDay(day, nodes, null)))
      }),
      { numRuns: runs / 2 },
    )
  })

  test('tell the same when of books in any order next to nothing is held in memory', async () => {
    const paged = memorySieve({ rowBits: 1, held: 1 })
    await fc.assert(
      fc.asyncProperty(days(40), lies, async (day, lie) => {
        const sifted = await seeDay(day, [{}, lie], paged)
        expect(reportOf(sifted)).toEqual(reportOf(await seeDay(day, [{}, lie], null)))
      }),
      { numRuns: runs / 4 },
    )
  })
})
