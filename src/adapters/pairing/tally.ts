import type { BlockTimes, Histogram, Tally, TallyRow } from '../../payments/plain/sieve-port.ts'
import type { Books } from './books.ts'
import { pairTimes } from './give-back.ts'
import { eachRow, states } from './rows.ts'

const hourMs = 3_600_000
// Sums below this are exact as numbers; amounts beyond 2^40 are added as bigints at once.
const mostNumber = 2 ** 52
const mostAmount = 2 ** 40

type Sum = { readonly group: number; readonly hour: number; count: number; low: number; high: bigint }

function add(sum: Sum, atomic: bigint): void {
  sum.count += 1
  if (atomic >= mostAmount) sum.high += atomic
  else sum.low += Number(atomic)
  if (sum.low < mostNumber) return
  sum.high += BigInt(sum.low)
  sum.low = 0
}

const bump = (counts: Map<number, number>, ms: number) => counts.set(ms, (counts.get(ms) ?? 0) + 1)
const histogram = (counts: ReadonlyMap<number, number>): Histogram => [...counts].sort(([a], [b]) => a - b)

/** Remembers what was asked of each block: a time is looked up once for all payments of a block. */
export function rememberTimes({ timeAt, momentAt }: BlockTimes): BlockTimes {
  const remembered = (ask: (block: number) => number | null) => {
    const known = new Map<number, number | null>()
    return (block: number) => {
      const found = known.get(block)
      if (found !== undefined) return found
      const time = ask(block)
      known.set(block, time)
      return time
    }
  }
  return { timeAt: remembered(timeAt), momentAt: remembered(momentAt) }
}

/** Counts what is plain; see `Sieve.finish`. */
export function tallyOf(books: Books, token: number, blockTimes: BlockTimes): Tally {
  const { terms, amounts } = books
  const times = rememberTimes(blockTimes)
  const sums = new Map<number, Sum>()
  const settleMs = new Map<number, number>()
  const respondMs = new Map<number, number>()
  let dated = 0
  eachRow(books.rows, states.paired, (chunk, place) => {
    const group = chunk.group[place] as number
    if (terms.groups.list[group]?.token !== token) return
    const { receivedAt, respondedAt, moment } = pairTimes(books, chunk, place, times)
    if (respondedAt >= receivedAt) bump(respondMs, respondedAt - receivedAt)
    const at = moment === null ? receivedAt : moment * 1000
    if (moment !== null) {
      dated += 1
      // Blocks carry whole seconds: one mined at once may seem up to a second older than its record.
      if (at - receivedAt >= -1000) bump(settleMs, Math.max(0, at - receivedAt))
    }
    const hour = Math.floor(at / hourMs)
    const name = hour * 65_536 + group
    const sum = sums.get(name) ?? { group, hour: hour * hourMs, count: 0, low: 0, high: 0n }
    sums.set(name, sum)
    add(sum, amounts.list[chunk.amount[place] as number] as bigint)
  })
  const rows: readonly TallyRow[] = [...sums.values()].map(({ group, hour, count, low, high }) => ({
    ...{ group, hour, count },
    atomic: high + BigInt(low),
  }))
  return { rows, dated, settleMs: histogram(settleMs), respondMs: histogram(respondMs) }
}
