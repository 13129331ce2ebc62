import { describe, expect, test } from 'vitest'
import type { Account, BalanceRow, Breakdown, Figures } from '../../src/core/figures.ts'
import { amountOf, type Unit } from '../../src/core/money.ts'
import { breakdownTables, figurePairs } from '../../src/reconcile/account/screen.ts'
import { pays, shop } from '../payments/world.ts'

const amount = (atomic: bigint, unit: Unit = pays.unit) => amountOf(atomic, unit)
const named = [
  ...(['received', 'revenue', 'unbooked', 'owed', 'refunded', 'pending'] as const),
  ...(['unexplained', 'lost', 'refundsOut', 'otherOut', 'outside'] as const),
] as const

function account(part: Partial<Record<(typeof named)[number], bigint>>, unit = pays.unit): Account {
  const amounts = Object.fromEntries(named.map((name) => [name, amount(part[name] ?? 0n, unit)]))
  return { ...(amounts as Omit<Account, 'balances'>), balances: [] }
}
const row: BalanceRow = {
  ...{ address: shop, from: 99, to: 1900, state: 'closes', before: amount(5n), after: amount(10_005n) },
  ...{ in: amount(10_000n), out: amount(0n), difference: amount(0n), why: null },
}
const nothing: Figures = { accounts: [], breakdown: [], settleTimes: null, deadline: null }
const lines = (figures: Partial<Figures>) =>
  figurePairs({ ...nothing, ...figures }).map(([label, value]) => `${label}: ${value}`)

describe('the accounts in words', () => {
  test('what was received and every part that is not zero', () => {
    const parts = { received: 60_000n, revenue: 30_000n, unbooked: 10_000n, owed: 20_000n, pending: 10_000n }
    expect(lines({ accounts: [account({ ...parts, lost: 5_000n, refundsOut: 1n, otherOut: 2n })] })).toEqual([
      'Received: 0.06 USDC = 0.03 revenue (0.01 not booked) + 0.02 owed + 0.01 not final',
      'Lost: 0.005 USDC served without money',
      'Out: 0.000001 USDC refunds, 0.000002 USDC other transfers',
    ])
  })

  test('each state of a balance has its own words', () => {
    const one = { ...account({ received: 10_000n, revenue: 10_000n, outside: 3n }), balances: [row] }
    const differs = { ...row, state: 'differs', difference: amount(-7n) } as const
    const unknown = {
      ...row,
      state: 'unknown',
      before: null,
      after: null,
      difference: null,
      why: 'x',
    } as const
    expect(lines({ accounts: [one] }).slice(1)).toEqual([
      'Balance: agrees with the logs, +0.01 USDC over blocks 100..1900',
      ': 0.000003 USDC of what was received lies outside these blocks',
    ])
    expect(lines({ accounts: [{ ...one, balances: [differs, unknown] }] }).slice(1, 3)).toEqual([
      'Balance: DIFFERS from the logs by -0.000007 USDC over blocks 100..1900',
      'Balance: UNKNOWN, not compared with the logs',
    ])
  })

  test('a token in which nothing moved is not mentioned, unless its balance is not known', () => {
    const still = { ...row, after: amount(5n), in: amount(0n) }
    expect(lines({ accounts: [{ ...account({}), balances: [still] }] })).toEqual([])
    const unknown = { ...still, state: 'unknown', difference: null, why: 'x' } as const
    expect(lines({ accounts: [{ ...account({}), balances: [unknown] }] })).toHaveLength(2)
  })

  test('two tokens of one name bear their networks', () => {
    const other = { ...pays.unit, network: 'eip155:84532' }
    const accounts = [account({ received: 1n, revenue: 1n }), account({ received: 2n, owed: 2n }, other)]
    expect(lines({ accounts })).toEqual([
      'Received: 0.000001 USDC on Base = 0.000001 revenue',
      'Received: 0.000002 USDC on Base Sepolia = 0.000002 owed',
    ])
  })

  test('settle times and a named limit', () => {
    const settleTimes = { count: 1, p50Ms: 400, p95Ms: 3900, p99Ms: 21_400 }
    expect(lines({ settleTimes, deadline: { limitMs: 30_000, count: 11, of: 12 } })).toEqual([
      'Settled in: p50 under 1 s, p95 3.9 s, p99 21 s',
      'Time limit: 11 of 12 slow failures end at 30 s: a limit of 30 s somewhere',
    ])
  })
})

describe('the money by route and hour', () => {
  const of = (by: Breakdown['by'], name: string, findings: number): Breakdown => {
    const sums = { received: amount(1n), atRisk: amount(0n), owed: amount(0n), refundable: amount(0n) }
    return { by, name, count: 1, findings, ...sums }
  }
  const hour = (n: number, findings: number) => of('hour', `2026-11-21T0${n}:00:00.000Z`, findings)
  const titles = (breakdown: readonly Breakdown[], verbose = 0) =>
    breakdownTables({ ...nothing, breakdown }, verbose).flatMap((block) =>
      block.kind === 'table'
        ? [`${block.columns[0]?.title} ${block.rows.map(([name]) => name).join(', ')}`]
        : [],
    )

  test('only where findings are spread over more than one', () => {
    expect(titles([of('route', 'a', 1), of('route', 'b', 0), hour(7, 1), hour(8, 2), hour(9, 0)])).toEqual([
      'HOUR (UTC) 11-21 07:00, 11-21 08:00',
    ])
    expect(titles([hour(7, 1), hour(8, 0)])).toEqual([])
  })

  test('with -v all of it, but one network says nothing new', () => {
    expect(titles([of('route', 'a', 0), of('network', 'eip155:8453', 0), hour(7, 0)], 1)).toEqual([
      'ROUTE a',
      'HOUR (UTC) 11-21 07:00',
    ])
  })

  test('what is cut off is counted', () => {
    const many = Array.from({ length: 30 }, (_, n) => of('route', `r${n}`, 1))
    const [table, rest] = breakdownTables({ ...nothing, breakdown: many }, 0)
    expect(table?.kind === 'table' && table.rows.length).toBe(24)
    expect(rest).toEqual({ kind: 'lines', lines: ['... 6 more in -o json'] })
  })
})
