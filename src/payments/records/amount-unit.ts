import { OpsError } from '../../core/errors.ts'
import { atomicFromDecimal, atomicFromText } from '../../core/money.ts'

/** An amount as written. `fraction` is a JSON number with a fraction: it may have lost digits already. */
export type WrittenAmount = {
  readonly path: string
  readonly text: string
  readonly kind: 'integer' | 'decimal' | 'fraction'
}

/** What an amount counts in. */
export type AmountUnit = 'atomic' | 'token'

const decimal = /^\d{1,60}\.\d{1,60}$/
const integer = /^\d{1,78}$/

/** Reads an amount without deciding its unit; the text says what is wrong when it cannot be one. */
export function readWrittenAmount(path: string, value: string | number | boolean): WrittenAmount | string {
  if (typeof value === 'boolean') return 'is not an amount'
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || value < 0) return 'is not an amount'
    if (!Number.isInteger(value)) return { path, text: String(value), kind: 'fraction' }
    if (!Number.isSafeInteger(value)) return 'is a JSON number too large to be exact; write it as a text'
    return { path, text: String(value), kind: 'integer' }
  }
  const text = value.trim()
  if (integer.test(text)) return { path, text, kind: 'integer' }
  return decimal.test(text) ? { path, text, kind: 'decimal' } : 'is not a plain decimal amount'
}

/** The unit in which the values of a path count. */
export type UnitOf = (path: string) => AmountUnit

/** Amounts told one by one, for the question in which unit they count. */
export type UnitVote = {
  readonly add: (amount: WrittenAmount) => void
  /**
   * The unit of each path: atomic when every value is an integer, token units when every value has a decimal
   * point. Zero says nothing. Throws `OpsError` AMOUNT_UNIT_UNCLEAR for a mixture, unless `told` decides.
   */
  readonly decide: (told: AmountUnit | null, file: string) => UnitOf
}

/** A vote to which no amount was told yet. It keeps paths, never amounts. */
export function makeUnitVote(): UnitVote {
  const integers = new Set<string>()
  const decimals = new Set<string>()
  return {
    add: ({ path, text, kind }) => {
      if (kind !== 'integer') decimals.add(path)
      else if (!/^0+$/.test(text)) integers.add(path)
    },
    decide: (told, file) => {
      const mixed = [...decimals].find((path) => integers.has(path))
      if (told === null && mixed !== undefined) {
        throw new OpsError('AMOUNT_UNIT_UNCLEAR', { file, field: mixed })
      }
      const inTokens = new Set(decimals)
      return (path) => told ?? (inTokens.has(path) ? 'token' : 'atomic')
    },
  }
}

/** Reads an amount whose name says atomic units; undefined unless it is a whole number that is exact. */
export function readAtomic(value: string | number | boolean): bigint | undefined {
  const amount = readWrittenAmount('', value)
  return typeof amount === 'string' || amount.kind !== 'integer' ? undefined : atomicFromText(amount.text)
}

/** What is wrong with an amount that `readAtomic` or `readWrittenAmount` refuses. */
export function amountProblem(value: string | number | boolean): string {
  const amount = readWrittenAmount('', value)
  if (typeof amount === 'string') return amount
  const refused = atomicOf(amount, 'atomic', null)
  return typeof refused === 'string' ? refused : 'is not an amount'
}

/** Atomic units of a written amount, or what is wrong with it. `decimals` null = the token is not known. */
export function atomicOf(amount: WrittenAmount, unit: AmountUnit, decimals: number | null): bigint | string {
  if (amount.kind === 'fraction')
    return 'is a fractional JSON number, which may have lost digits; write it as a text'
  if (unit === 'atomic') {
    return atomicFromText(amount.text) ?? 'has a decimal point, but amounts are in atomic units'
  }
  if (decimals === null) return "is in token units, and the token's decimals are not known"
  return atomicFromDecimal(amount.text, decimals) ?? `does not fit the token's ${decimals} decimals`
}
