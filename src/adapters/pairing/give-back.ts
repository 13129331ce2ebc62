import { isTimely } from '../../payments/plain/rule.ts'
import type { BlockTimes, Purchase, Refund, Wanted } from '../../payments/plain/sieve-port.ts'
import { amountAt } from './amounts.ts'
import { rememberTimes } from './block-times.ts'
import { type Books, payerLabel, tokenOf } from './books.ts'
import { eachRow, type RowColumns, states } from './rows.ts'

const nearMs = 600_000

const labelAt = ({ payerWord, payerByte }: RowColumns, place: number) =>
  (payerWord[place] as number) * 256 + (payerByte[place] as number)

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

/** A pair that a refund could pay back. */
type Payable = { readonly row: number; readonly block: number }

/** The pairs that these transfers could pay back, by payer and amount, each list in the order of the records. */
function payables(books: Books, refunds: readonly Refund[], token: number): ReadonlyMap<string, Payable[]> {
  const byLabel = byPayer(books, refunds)
  const found = new Map<string, Payable[]>()
  if (refunds.length === 0) return found
  eachRow(books.rows, [states.paired], (columns, place, row) => {
    const label = labelAt(columns, place)
    const list = byLabel.get(label)
    if (list === undefined || tokenOf(books, columns.group[place] as number) !== token) return
    const [amount, paidAt] = [amountAt(books.amounts, columns, place), columns.block[place] as number]
    if (!list.some(({ amountAtomic, block }) => amountAtomic === amount && paidAt <= block)) return
    const name = `${label} ${amount}`
    const others = found.get(name)
    if (others === undefined) found.set(name, [{ row, block: paidAt }])
    else others.push({ row, block: paidAt })
  })
  return found
}

/** Of each payer and amount the oldest pairs, as many as there are refunds, and those of the last one's block. */
function refunded(books: Books, refunds: readonly Refund[], token: number): readonly number[] {
  const counts = new Map<string, number>()
  for (const { payer, amountAtomic } of refunds) {
    const name = `${payerLabel(books, payer)} ${amountAtomic}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...payables(books, refunds, token)].flatMap(([name, list]) => {
    const sorted = [...list].sort((a, b) => a.block - b.block)
    const last = sorted[Math.min(sorted.length, counts.get(name) ?? 0) - 1]
    return last === undefined ? [] : sorted.filter(({ block }) => block <= last.block).map(({ row }) => row)
  })
}

/** Is this pair wanted? */
type Fits = (columns: RowColumns, place: number) => boolean

function near(books: Books, purchases: readonly Purchase[]): Fits {
  const byLabel = byPayer(books, purchases)
  return (columns, place) => {
    const list = byLabel.get(labelAt(columns, place))
    if (list === undefined) return false
    const at = books.base + (columns.received[place] as number)
    const group = columns.group[place] as number
    return list.some(
      (one) =>
        Math.abs(one.at - at) <= nearMs &&
        one.groups.includes(group) &&
        one.amountAtomic === amountAt(books.amounts, columns, place),
    )
  }
}

function untimely(books: Books, token: number, times: BlockTimes): Fits {
  return (columns, place) =>
    tokenOf(books, columns.group[place] as number) === token &&
    !isTimely(pairTimes(books, columns, place, times), books.terms)
}

/** The times of a pair: its record's in Unix ms, its block's in Unix seconds. */
export function pairTimes({ base }: Books, columns: RowColumns, place: number, times: BlockTimes) {
  const receivedAt = base + (columns.received[place] as number)
  const block = columns.block[place] as number
  return {
    receivedAt,
    respondedAt: receivedAt + (columns.responded[place] as number),
    time: times.timeAt(block),
    moment: times.momentAt(block),
  }
}

function rowsThat(books: Books, fits: Fits): readonly number[] {
  const found: number[] = []
  eachRow(books.rows, [states.paired], (columns, place, row) => {
    if (fits(columns, place)) found.push(row)
  })
  return found
}

function rowsFor(books: Books, wanted: Wanted): readonly number[] {
  switch (wanted.kind) {
    case 'ordinals':
      return wanted.ordinals
    case 'refunded':
      return refunded(books, wanted.refunds, wanted.token)
    case 'near':
      return rowsThat(books, near(books, wanted.purchases))
    case 'untimely':
      return rowsThat(books, untimely(books, wanted.token, rememberTimes(wanted.times)))
  }
}

/** The rows of the pairs that are wanted, in order; they are taken from then on. */
export function takeBack(books: Books, wanted: Wanted): readonly number[] {
  const { state } = books.rows
  const found: number[] = []
  for (const row of [...rowsFor(books, wanted)].sort((a, b) => a - b)) {
    if (state[row] !== states.paired) continue
    state[row] = states.taken
    found.push(row)
  }
  return found
}
