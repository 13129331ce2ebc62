import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Sheet } from '../../src/core/figures.ts'
import { freeze, unfreeze } from '../../src/core/json.ts'
import { breakdownOf } from '../../src/reconcile/account/groups.ts'
import { ledgerOf } from '../../src/reconcile/account/ledger.ts'
import { moneyPartOf } from '../../src/reconcile/account/part.ts'
import { accountsOf } from '../../src/reconcile/account/sums.ts'
import type { JudgedCase } from '../../src/reconcile/judge-case.ts'
import type { ReconcileSeen } from '../../src/reconcile/seen.ts'
import { alice, genesis, hash, payment, record, shop, transfer, usdc } from '../payments/world.ts'
import { anyWorld, collectWorld, expected, till, type World } from './account-world.ts'
import { onLine } from './judging.ts'

const sum = (list: readonly bigint[]) => list.reduce((total, value) => total + value, 0n)

function partsAddUp({ seen, judged }: { seen: ReconcileSeen; judged: readonly JudgedCase[] }) {
  const accounts = accountsOf(seen, judged, expected)
  for (const { received, revenue, owed, refunded, pending, unexplained, unbooked } of accounts) {
    const parts = [revenue, owed, refunded, pending, unexplained].map(({ atomic }) => atomic)
    expect(sum(parts)).toBe(received.atomic)
    expect(unbooked.atomic <= revenue.atomic).toBe(true)
  }
  return accounts
}

/** Opening balances, ins, outs and closing balances of a ledger in which every balance is known. */
function sumsOfLedger({ columns, rows }: Sheet) {
  const at = (name: string) => columns.indexOf(name)
  const column = (name: string, of = rows) =>
    sum(of.map((row) => BigInt(row[at(name)] === null ? 0 : (row[at(name)] ?? 0))))
  const ofKind = (kind: string) => rows.filter((row) => row[at('kind')] === kind)
  return {
    opening: column('amountAtomic', ofKind('opening-balance')),
    closing: column('amountAtomic', ofKind('closing-balance')),
    in: column('inAtomic'),
    out: column('outAtomic'),
    differences: ofKind('difference').length,
  }
}

describe('the accounts close', () => {
  test('whatever happens: parts make the whole, and the whole is what came to our addresses', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        const { seen, judged } = await collectWorld(world)
        const [account] = partsAddUp({ seen, judged })
        const inOwnCase = judged.filter((one) => moneyPartOf(one, expected) !== null)
        const places = inOwnCase.map(({ item }) => `${item.tx}/${item.logIndex}`)
        expect(new Set(places).size).toBe(places.length)
        // An independent count over the history: all that reached us from outside in the blocks compared.
        const came = world.transfers.filter(
          ({ to, from, block }) =>
            [shop, till].includes(to) && ![shop, till].includes(from) && block > 99 && block <= 1900,
        )
        const inside = (account?.received.atomic ?? 0n) - (account?.outside.atomic ?? 0n)
        expect(inside).toBe(sum(came.map(({ value }) => value)))
      }),
      { numRuns: 200 },
    )
  })

  test('saved cases give the same accounts again', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        const { seen, judged } = await collectWorld(world)
        const again = unfreeze(freeze({ seen, judged })) as { seen: ReconcileSeen; judged: JudgedCase[] }
        expect(accountsOf(again.seen, again.judged, expected)).toEqual(accountsOf(seen, judged, expected))
      }),
      { numRuns: 30 },
    )
  })

  test('by route, network and hour: the same cases, the same money', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        const { judged } = await collectWorld(world)
        const rows = breakdownOf(judged, expected)
        const totals = (['route', 'network', 'hour'] as const).map((by) => {
          const own = rows.filter((row) => row.by === by)
          const column = (name: 'received' | 'atRisk' | 'owed' | 'refundable') =>
            sum(own.map((row) => row[name].atomic))
          const count = own.reduce((total, row) => total + row.count, 0)
          return [count, ...(['received', 'atRisk', 'owed', 'refundable'] as const).map(column)]
        })
        expect(totals[1]).toEqual(totals[0])
        expect(totals[2]).toEqual(totals[0])
        expect(
          rows.every(
            ({ owed, refundable, received }) => owed.atomic <= received.atomic && refundable.atomic >= 0n,
          ),
        ).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the ledger closes', () => {
  test('opening balance, ins and outs make the closing balance', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        const { seen, judged } = await collectWorld(world)
        const accounts = accountsOf(seen, judged, expected)
        const sheet = ledgerOf(seen, judged, expected, accounts)
        const found = sumsOfLedger(sheet)
        expect(found.opening + found.in - found.out).toBe(found.closing)
        expect(found.differences).toBe(0)
        expect(sheet.rows.every((row) => row.length === sheet.columns.length)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  test('and with a hidden log the difference stands in a row of its own', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, fc.nat(), async (world, which) => {
        const hidden = world.transfers[which % Math.max(1, world.transfers.length)]
        const { seen, judged } = await collectWorld(world, [{ showLog: ({ tx }) => tx !== hidden?.tx }])
        const found = sumsOfLedger(ledgerOf(seen, judged, expected, accountsOf(seen, judged, expected)))
        expect(found.opening + found.in - found.out).toBe(found.closing)
      }),
      { numRuns: 100 },
    )
  })

  test('the order of what happened does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        const turned: World = {
          transfers: [...world.transfers].reverse(),
          authorizations: [...world.authorizations].reverse(),
          records: [...world.records].reverse(),
        }
        const sheets = await Promise.all(
          [world, turned].map(async (one) => {
            const { seen, judged } = await collectWorld(one)
            return ledgerOf(seen, judged, expected, accountsOf(seen, judged, expected))
          }),
        )
        expect(sheets[1]).toEqual(sheets[0])
      }),
      { numRuns: 60 },
    )
  })
})

describe('one day, in words', () => {
  const paid = (n: number, value: bigint) =>
    payment(alice, hash(n), value, { tx: hash(0x7000 + n), block: 200 + n })
  const booked = (n: number, part: Parameters<typeof record>[0] = {}) =>
    record({
      ...onLine(n),
      ...{ requestId: `req-${n}`, nonce: hash(n), tx: hash(0x7000 + n), receivedAt: (genesis + 400) * 1000 },
      ...part,
    })
  const refund = transfer(shop, alice, 10_000n, { tx: hash(0x7100), block: 300 })
  const sweep = transfer(shop, `0x${'c'.repeat(40)}`, 7_000n, { tx: hash(0x7101), block: 301 })
  const world: World = {
    transfers: [...[1, 2, 3, 4, 5].flatMap((n) => paid(n, 10_000n).transfers), refund, sweep],
    authorizations: [1, 2, 3, 4, 5].flatMap((n) => paid(n, 10_000n).authorizations),
    records: [
      booked(1),
      booked(2, { state: 'failed', responseStatus: 402 }),
      booked(3, { state: 'refunded' }),
      booked(4, { state: 'failed', responseStatus: 200 }),
      booked(6, { state: 'settled', payer: `0x${'d'.repeat(40)}`, validBefore: genesis + 500, tx: null }),
    ],
  }

  test('every amount stands where a bookkeeper looks for it', async () => {
    const { seen, judged } = await collectWorld(world)
    const [account] = accountsOf(seen, judged, expected)
    const atomic = Object.entries(account ?? {}).flatMap(([name, value]) =>
      'atomic' in value ? [[name, value.atomic]] : [],
    )
    expect(Object.fromEntries(atomic)).toEqual({
      ...{ received: 50_000n, revenue: 20_000n, unbooked: 10_000n, owed: 10_000n, refunded: 10_000n },
      ...{ pending: 0n, unexplained: 10_000n, lost: 10_000n, refundsOut: 10_000n, otherOut: 7_000n },
      outside: 0n,
    })
    expect(account?.received.asset).toBe(usdc)
    expect(account?.balances.map(({ state, difference }) => [state, difference?.atomic])).toEqual([
      ['closes', 0n],
      ['closes', 0n],
    ])
  })

  test('the ledger reads like this', async () => {
    const { seen, judged } = await collectWorld(world)
    const { columns, rows } = ledgerOf(seen, judged, expected, accountsOf(seen, judged, expected))
    const names = ['time', 'kind', 'class', 'part', 'amount', 'in', 'out', 'required', 'block', 'note']
    const shown = rows.map((row) => names.map((name) => row[columns.indexOf(name)] ?? '').join(' | '))
    expect([names.join(' | '), ...shown]).toMatchSnapshot()
  })
})
