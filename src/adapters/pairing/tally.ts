import type { BlockTimes, Histogram, Tally, TallyRow } from '../../payments/plain/sieve-port.ts'
import { amountAt, isSmall, smallAmount } from './amounts.ts'
import { rememberTimes } from './block-times.ts'
import { type Books, tokenOf } from './books.ts'
import { pairTimes } from './give-back.ts'
import { eachRow, states } from './rows.ts'

const hourMs = 3_600_000
// Sums below this are exact as numbers, and so is one of them and an amount that is small.
const mostNumber = 2 ** 52
const usualMs = 65_536

type Sum = { readonly group: number; readonly hour: number; count: number; low: number; high: bigint }

/** Counts milliseconds: usual ones in a list, the others by name. */
function counter() {
  const usual = new Uint32Array(usualMs)
  const others = new Map<number, number>()
  const list = (): Histogram => {
    const counted = [...usual.entries()].filter(([, count]) => count > 0)
    return [...counted, ...[...others].sort(([a], [b]) => a - b)]
  }
  return {
    add: (ms: number) => {
      const known = usual[ms]
      if (known !== undefined) usual[ms] = known + 1
      else others.set(ms, (others.get(ms) ?? 0) + 1)
    },
    list,
  }
}

/** The sums by group and hour. Neighbours of one group mostly share their hour, so the last one of each is at hand. */
function sumsByHour() {
  const sums = new Map<number, Sum>()
  const lasts: (Sum | undefined)[] = []
  return {
    of: (group: number, hour: number): Sum => {
      const last = lasts[group]
      if (last?.hour === hour) return last
      const name = hour * 65_536 + group
      const sum = sums.get(name) ?? { group, hour, count: 0, low: 0, high: 0n }
      sums.set(name, sum)
      lasts[group] = sum
      return sum
    },
    rows: (): readonly TallyRow[] =>
      [...sums.values()].map(({ group, hour, count, low, high }) => ({
        ...{ group, hour: hour * hourMs, count },
        atomic: high + BigInt(low),
      })),
  }
}

/** Counts what is plain; see `Sieve.finish`. */
export function tallyOf(books: Books, token: number, blockTimes: BlockTimes): Tally {
  const times = rememberTimes(blockTimes)
  const sums = sumsByHour()
  const [settleMs, respondMs] = [counter(), counter()]
  let dated = 0
  eachRow(books.rows, [states.paired], (columns, place) => {
    const group = columns.group[place] as number
    if (tokenOf(books, group) !== token) return
    const { receivedAt, respondedAt, moment } = pairTimes(books, columns, place, times)
    if (respondedAt >= receivedAt) respondMs.add(respondedAt - receivedAt)
    const at = moment === null ? receivedAt : moment * 1000
    if (moment !== null) {
      dated += 1
      // Blocks carry whole seconds: one mined at once may seem up to a second older than its record.
      if (at - receivedAt >= -1000) settleMs.add(Math.max(0, at - receivedAt))
    }
    const sum = sums.of(group, Math.floor(at / hourMs))
    sum.count += 1
    if (isSmall(columns, place) && sum.low < mostNumber) sum.low += smallAmount(columns, place)
    else sum.high += amountAt(books.amounts, columns, place)
  })
  return { rows: sums.rows(), dated, settleMs: settleMs.list(), respondMs: respondMs.list() }
}
