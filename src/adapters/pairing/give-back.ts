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

/** The rows of the pairs that are wanted, in order; they are taken from then on. */
export function takeBack(books: Books, wanted: Wanted): readonly number[] {
  const found: number[] = []
  const take = (chunk: Chunk, place: number, row: number) => {
    chunk.state[place] = states.taken
    found.push(row)
  }
  if (wanted.kind === 'ordinals') {
    for (const row of [...wanted.ordinals].sort((a, b) => a - b)) {
      const chunk = chunkOf(books.rows, row)
      if (chunk.state[placeIn(row)] === states.paired) take(chunk, placeIn(row), row)
    }
    return found
  }
  const fits: Fits =
    wanted.kind === 'refunded'
      ? refunded(books, wanted.refunds, wanted.token)
      : wanted.kind === 'near'
        ? near(books, wanted.purchases)
        : (chunk, place) =>
            tokenOf(books, chunk, place) === wanted.token &&
            !isTimely(pairTimes(books, chunk, place, wanted.times), books.terms)
  eachRow(books.rows, states.paired, (chunk, place, row) => {
    if (fits(chunk, place)) take(chunk, place, row)
  })
  return found
}
