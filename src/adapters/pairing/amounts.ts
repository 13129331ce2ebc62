import type { RowColumns } from './rows.ts'

/**
 * Amounts as two words of 32 bits: below 2^63 their bits; of the others the first word is `isListed` and the second
 * their number in a list, in which each stands once.
 */
export type Amounts = { readonly list: bigint[]; readonly numbers: Map<bigint, number> }

/** The words of an amount. */
export type AmountWords = { high: number; low: number }

const isListed = 0x80000000
const wordSize = 2 ** 32
const mostListed = 65_536
const mostExact = BigInt(Number.MAX_SAFE_INTEGER)

/** No amounts yet. */
export function noAmounts(): Amounts {
  return { list: [], numbers: new Map() }
}

/** Writes the words of an amount to `into`; false when it cannot be told in words any more. */
export function amountWords({ list, numbers }: Amounts, amount: bigint, into: AmountWords): boolean {
  if (amount <= mostExact) {
    const number = Number(amount)
    into.high = Math.floor(number / wordSize)
    into.low = number >>> 0
    return true
  }
  if (amount >> 63n === 0n) {
    into.high = Number(amount >> 32n)
    into.low = Number(amount & 0xffffffffn)
    return true
  }
  const known = numbers.get(amount) ?? list.length
  if (known >= mostListed) return false
  if (known === list.length) {
    numbers.set(amount, known)
    list.push(amount)
  }
  into.high = isListed
  into.low = known
  return true
}

/** The amount of a row. */
export function amountAt({ list }: Amounts, columns: RowColumns, place: number): bigint {
  const high = columns.amountHigh[place] as number
  const low = columns.amountLow[place] as number
  if (high < isListed) return (BigInt(high) << 32n) | BigInt(low)
  return list[low] as bigint
}

/** Is the amount of a row below 2^53, so that `smallAmount` tells it? */
export function isSmall({ amountHigh }: RowColumns, place: number): boolean {
  return (amountHigh[place] as number) < 2 ** 21
}

/** The amount of a row that is small. */
export function smallAmount({ amountHigh, amountLow }: RowColumns, place: number): number {
  return (amountHigh[place] as number) * wordSize + (amountLow[place] as number)
}

const wordAt = (bytes: Uint8Array, at: number) =>
  (((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)) >>>
  0

/** Is the amount of a row what these 32 bytes say, the highest one first? */
export function isAmount(
  { list }: Amounts,
  columns: RowColumns,
  place: number,
  value: Uint8Array,
  from: number,
): boolean {
  const high = columns.amountHigh[place] as number
  const low = columns.amountLow[place] as number
  if (high < isListed) {
    if (wordAt(value, from + 28) !== low || wordAt(value, from + 24) !== high) return false
    for (let at = from; at < from + 24; at += 1) if (value[at] !== 0) return false
    return true
  }
  let amount = list[low] as bigint
  for (let at = from + 31; at >= from; at -= 1) {
    if (Number(amount & 255n) !== value[at]) return false
    amount >>= 8n
  }
  return amount === 0n
}
