import { describe, expect, test } from 'vitest'
import type { PaymentCase } from '../../src/payments/case.ts'
import { clocks } from '../../src/reconcile/checks/clocks.ts'
import type { ReconcileSeen } from '../../src/reconcile/seen.ts'
import { alice, genesis, hash, payment, record, scan, view } from '../payments/world.ts'
import { expected, judgeWorld, onLine } from './judging.ts'

const hour = 3600
const inBlock = (n: number) => payment(alice, hash(n), 10_000n, { tx: hash(0x7000 + n), block: 100 + n })

/** Paid cases whose records are dated so many seconds after their blocks. */
function paid(...aheadSeconds: readonly number[]): readonly PaymentCase[] {
  const made = aheadSeconds.map((ahead, i) => {
    const n = i + 1
    const receivedAt = (genesis + 2 * (100 + n) + ahead) * 1000
    return record({ ...onLine(n), nonce: hash(n), requestId: `r${n}`, tx: hash(0x7000 + n), receivedAt })
  })
  const events = aheadSeconds.map((_, i) => inBlock(i + 1))
  const shown = scan({
    transfers: events.flatMap(({ transfers }) => transfers),
    authorizations: events.flatMap(({ authorizations }) => authorizations),
  })
  return judgeWorld(made, [view(shown)]).map(({ item }) => item)
}

function told(cases: readonly PaymentCase[], nowSeconds = genesis + 4000) {
  const seen: ReconcileSeen = {
    ...{
      at: new Date(nowSeconds * 1000).toISOString(),
      since: genesis,
      until: genesis + 4000,
      booksRead: true,
    },
    ...{ sources: [], folded: cases.length, notChargeable: 0, chains: [], cases },
  }
  return clocks.judge(seen, expected).map(({ args }) => [args.direction, args.by, args.records])
}

describe('the clock of the records', () => {
  test('seconds, and what clocks may differ by, say nothing', () => {
    expect(told(paid(-3, -2, -5, -300, 500))).toEqual([])
    expect(told([])).toEqual([])
  })

  test('a time zone that is off by hours is told, in both directions', () => {
    expect(told(paid(3 * hour, 3 * hour - 4, 3 * hour - 9, -3), genesis + 9 * hour)).toEqual([
      ['ahead of', '3.0 h', 3],
    ])
    expect(told(paid(-3 * hour, -3 * hour - 4, -3 * hour - 9))).toEqual([['behind', '3.0 h', 3]])
  })

  test('one record with an odd time, or a few payments that settled late, are no clock', () => {
    expect(told(paid(-3, -2, -hour, -4))).toEqual([])
    expect(told(paid(-hour, -2 * hour))).toEqual([])
  })

  test('routes that settle long after the answer say nothing', () => {
    const late = paid(-hour, -hour, -hour).map((item) => ({
      ...item,
      settleOrder: { order: 'async', by: 'configured', seen: null } as const,
    }))
    expect(told(late)).toEqual([])
  })

  test('a record from the future is told even when nothing was paid', () => {
    const unpaid = judgeWorld([record({ receivedAt: (genesis + 4000 + 2 * hour) * 1000 })], [view(scan())])
    expect(told(unpaid.map(({ item }) => item))).toEqual([['ahead of', '2.0 h', 1]])
  })
})
