import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openMemorySieve } from '../../../src/adapters/pairing/memory-sieve.ts'
import { type LogColumns, takeRows } from '../../../src/core/log-columns.ts'
import type { BlockRange } from '../../../src/core/ports.ts'
import type { NodeWindow, OpenSieve, Placed, WindowSeen } from '../../../src/payments/plain/sieve-port.ts'
import { soundBlocks, windowBlocks, windowsOf } from '../../../src/reconcile/sift/window-plan.ts'
import { genesis, hash, payment, record } from '../../payments/world.ts'
import { days, seeDay } from './world.ts'

/** A sieve, and what it was shown and gave back. */
function watched(): {
  readonly open: OpenSieve
  readonly windows: WindowSeen[]
  readonly back: Placed[]
  readonly left: number[]
} {
  const [windows, back, left]: [WindowSeen[], Placed[], number[]] = [[], [], []]
  const open: OpenSieve = async (terms) => {
    const sieve = await openMemorySieve(terms)
    return {
      ...sieve,
      booksDone: async () => {
        const done = await sieve.booksDone()
        left.push(...done.left)
        return done
      },
      window: async (seen) => {
        windows.push(seen)
        return sieve.window(seen)
      },
      giveBack: async (wanted) => {
        const placed = await sieve.giveBack(wanted)
        back.push(...placed)
        return placed
      },
    }
  }
  return { open, windows, back, left }
}

const lists3 = ['income', 'outgo', 'authorizations'] as const
type Rows = Readonly<Record<(typeof lists3)[number], readonly number[]>>

function rowsIn(node: NodeWindow, isIn: (block: number) => boolean): Rows {
  const rows = ({ block: blocks, count }: LogColumns) =>
    Array.from({ length: count }, (_, row) => row).filter((row) => isIn(blocks[row] ?? -1))
  return { income: rows(node.income), outgo: rows(node.outgo), authorizations: rows(node.authorizations) }
}

function partOf(node: NodeWindow, rows: Rows): NodeWindow {
  return {
    income: takeRows(node.income, rows.income),
    outgo: takeRows(node.outgo, rows.outgo),
    authorizations: takeRows(node.authorizations, rows.authorizations),
  }
}

const length = ({ from, to }: BlockRange) => to - from + 1

describe('windows', () => {
  test('cover every block once, aligned, whatever their size', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(50_000), fc.nat(2_000_000), (from, blocks, payments) => {
        const range = { from, to: from + blocks }
        const size = windowBlocks(payments, length(range))
        const windows = windowsOf(range, size)
        expect(windows[0]?.from).toBe(from)
        expect(windows.at(-1)?.to).toBe(range.to)
        expect(windows.reduce((sum, one) => sum + length(one), 0)).toBe(length(range))
        for (const one of windows.slice(1)) expect(one.from % size).toBe(0)
        expect(Math.log2(size) % 1).toBe(0)
      }),
    )
  })

  test('sound blocks are those that lie in no hole', () => {
    const part = fc.record({ from: fc.nat(60), size: fc.nat(9) })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.nat(30), fc.nat(40), (parts, from, size) => {
        const holes = parts.map((one) => ({ from: one.from, to: one.from + one.size, why: '' }))
        const range = { from, to: from + size }
        const sound = soundBlocks(range, [{ holes }])
        const inside = (list: readonly BlockRange[], at: number) =>
          list.some((one) => one.from <= at && at <= one.to)
        for (let at = 0; at < 90; at += 1) {
          expect(inside(sound, at)).toBe(inside([range], at) && !inside(holes, at))
        }
      }),
    )
  })

  test('of a day in many windows the sieve keeps what it keeps of the day in one', async () => {
    await fc.assert(
      fc.asyncProperty(days(30), fc.integer({ min: 1, max: 700 }), async (day, size) => {
        // All of a day at once, and the same day cut into pieces before the sieve sees it.
        const cut: OpenSieve = async (terms) => {
          const sieve = await openMemorySieve(terms)
          const window: typeof sieve.window = async (seen) => {
            const stays = seen.nodes.map(() => ({
              income: [0].slice(1),
              outgo: [0].slice(1),
              authorizations: [0].slice(1),
            }))
            for (let from = 0; from <= 2100; from += size) {
              const rows = seen.nodes.map((node) => rowsIn(node, (at) => at >= from && at < from + size))
              const nodes = seen.nodes.map((node, number) => partOf(node, rows[number] as Rows))
              const left = await sieve.window({ ...seen, nodes })
              for (const [number, lists] of left.entries()) {
                for (const name of lists3) {
                  const own = Array.from(lists[name])
                  stays[number]?.[name].push(...own.map((row) => rows[number]?.[name][row] ?? -1))
                }
              }
            }
            return stays.map((lists) => ({
              income: lists.income.sort((a, b) => a - b),
              outgo: lists.outgo.sort((a, b) => a - b),
              authorizations: lists.authorizations.sort((a, b) => a - b),
            }))
          }
          return { ...sieve, window }
        }
        expect(await seeDay(day, [{}, {}], cut)).toEqual(await seeDay(day, [{}, {}], openMemorySieve))
      }),
      { numRuns: 25 },
    )
  })

  test('four thousand plain payments leave no object, however many records beside them do', async () => {
    const many = 4000
    const own = Array.from({ length: many }, (_, number) => {
      const at = 110 + (number % 1700)
      const [payer, nonce] = [`0x${(1 + (number % 10)).toString(16).padStart(40, '0')}`, hash(number + 1)]
      const place = { tx: hash(0x70000 + number), block: at, logIndex: 4 * Math.floor(number / 1700) }
      const receivedAt = (genesis + 2 * at - 1) * 1000
      return {
        chain: payment(payer, nonce, BigInt(number + 1), place),
        record: record({
          ...{ requestId: `r${number}`, source: { file: 'many.jsonl', line: number + 1 } },
          ...{ payer, nonce, tx: place.tx, receivedAt, respondedAt: receivedAt + 3000 },
          ...{ amountAtomic: BigInt(number + 1), validBefore: null },
          ...(number % 1000 === 77 ? { responseStatus: 500 } : {}),
        }),
      }
    })
    const seen = watched()
    const day = {
      records: own.map((one) => one.record),
      transfers: own.flatMap(({ chain }) => chain.transfers),
      authorizations: own.flatMap(({ chain }) => chain.authorizations),
    }
    const result = await seeDay(day, [{}, {}], seen.open)
    expect(seen.left).toHaveLength(4)
    // The pairs with the least and the greatest key, for the canary of the authorization states.
    expect(seen.back).toHaveLength(2)
    expect(result.cases).toHaveLength(6)
    expect(result.plain?.count).toBe(many - 6)
    expect(result.folded).toBe(many)
    expect(result.chains[0]?.transfersIn).toBe(many)
  })
})
