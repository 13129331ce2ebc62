import { groupBy } from '../../payments/group-by.ts'
import { isTimely } from '../../payments/plain/rule.ts'
import type { BlockTimes, Purchase, Refund, Wanted } from '../../payments/plain/sieve-port.ts'
import { type Books, payerLabel } from './books.ts'
import { type Chunk, chunkOf, eachRow, placeIn, states } from './rows.ts'

const nearMs = 600_000

const labelAt = ({ payer }: Chunk, place: number) =>
  (payer.word[place] as number) * 256 + (payer.byte[place] as number)

const tokenOf = ({ terms }: Books, { group }: Chunk, place: number) =>
  terms.groups.list[group[place] as number]?.token

/** Is this pair wanted? */
export type Fits = (chunk: Chunk, place: number) => boolean

function byPayer<T extends { readonly payer: string }>(books: Books, list: readonly T[]) {
  const byLabel = new Map<number, T[]>()
  for (const item of list) {
    const label = payerLabel(books, item.payer)
    const others = byLabel.get(label)
    if (others === undefined) byLabel.set(label, [item])
    else others.push(item)
  }
  return byLabel
}

const amountAt = ({ amounts }: Books, { amount }: Chunk, place: number) =>
  amounts.list[amount[place] as number] as bigint

function refunded(books: Books, refunds: readonly Refund[], token: number): Fits {
  const byLabel = byPayer(books, refunds)
  return (chunk, place) => {
    const list = byLabel.get(labelAt(chunk, place))
    if (list === undefined || tokenOf(books, chunk, place) !== token) return false
    const [amount, paidAt] = [amountAt(books, chunk, place), chunk.block[place] as number]
    return list.some(({ amountAtomic, block }) => amountAtomic === amount && paidAt <= block)
  }
}

/** Of the rows of one payer and amount the oldest, as many as there are refunds, and those of the last one's block. */
function oldest(books: Books, refunds: readonly Refund[], rows: readonly number[]): readonly number[] {
  const name = (label: number, amount: bigint) => `${label} ${amount}`
  const counts = new Map<string, number>()
  for (const { payer, amountAtomic } of refunds) {
    const key = name(payerLabel(books, payer), amountAtomic)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const groups = groupBy(rows, (row) => {
    const chunk = chunkOf(books.rows, row)
    return name(labelAt(chunk, placeIn(row)), amountAt(books, chunk, placeIn(row)))
  })
  const blockOf = (row: number) => chunkOf(books.rows, row).block[placeIn(row)] as number
  return [...groups].flatMap(([key, group]) => {
    const sorted = [...group].sort((a, b) => blockOf(a) - blockOf(b))
    const last = sorted[Math.min(sorted.length, counts.get(key) ?? 0) - 1]
    return last === undefined ? [] : sorted.filter((row) => blockOf(row) <= blockOf(last))
  })
}

function near(books: Books, purchases: readonly Purchase[]): Fits {
  const byLabel = byPayer(books, purchases)
  return (chunk, place) => {
    const list = byLabel.get(labelAt(chunk, place))
    if (list === undefined) return false
    const at = books.base + (chunk.received[place] as number)
    const amount = amountAt(books, chunk, place)
    return list.some(
      (one) =>
        Math.abs(one.at - at) <= nearMs &&
        one.amountAtomic === amount &&
        one.groups.includes(chunk.group[place] as number),
    )
  }
}

function untimely(books: Books, token: number, times: BlockTimes): Fits {
  return (chunk, place) =>
    tokenOf(books, chunk, place) === token && !isTimely(pairTimes(books, chunk, place, times), books.terms)
}

/** The times of a pair: its record's in Unix ms, its block's in Unix seconds. */
export function pairTimes(books: Books, chunk: Chunk, place: number, times: BlockTimes) {
  const receivedAt = books.base + (chunk.received[place] as number)
  const block = chunk.block[place] as number
  return {
    receivedAt,
    respondedAt: receivedAt + (chunk.responded[place] as number),
    time: times.timeAt(block),
    moment: times.momentAt(block),
  }
}

function rowsThat(books: Books, fits: Fits): readonly number[] {
  const found: number[] = []
  eachRow(books.rows, states.paired, (chunk, place, row) => {
    if (fits(chunk, place)) found.push(row)
  })
  return found
}

function rowsFor(books: Books, wanted: Wanted): readonly number[] {
  switch (wanted.kind) {
    case 'ordinals':
      return wanted.ordinals
    case 'refunded': {
      const { refunds, token } = wanted
      return oldest(books, refunds, rowsThat(books, refunded(books, refunds, token)))
    }
    case 'near':
      return rowsThat(books, near(books, wanted.purchases))
    case 'untimely':
      return rowsThat(books, untimely(books, wanted.token, wanted.times))
  }
}

/** The rows of the pairs that are wanted, in order; they are taken from then on. */
export function takeBack(books: Books, wanted: Wanted): readonly number[] {
  const found: number[] = []
  for (const row of [...rowsFor(books, wanted)].sort((a, b) => a - b)) {
    const { state } = chunkOf(books.rows, row)
    if (state[placeIn(row)] !== states.paired) continue
    state[placeIn(row)] = states.taken
    found.push(row)
  }
  return found
}
