import { atomicFromDecimal, atomicFromText } from '../core/money.ts'
import { safe } from '../core/safe.ts'

/**
 * In what a document counts: atomic units, tokens, dollars, or cents of a dollar. `unsaid` = a bare number: it
 * may be any of the first three, and only what fits none of them is a difference.
 */
export type PriceUnit = 'atomic' | 'token' | 'usd' | 'cents' | 'unsaid'

/** A price as a document says it. `min` and `max` are decimal texts, equal where the price is fixed. */
export type Price = {
  readonly unit: PriceUnit
  readonly min: string
  readonly max: string
}

/** What a live 402 asks for. `decimals` null = nobody knows the token. */
export type LiveAmount = {
  readonly atomic: bigint
  readonly decimals: number | null
  readonly isDollar: boolean
}

// Digits with at most one point; two bounded runs that cannot match the same character, so linear.
const decimal = /^\d{1,60}(?:\.\d{1,60})?$/

/** A decimal text from a JSON text or number; null for signs, exponents of texts, and everything else. */
export function decimalText(value: unknown): string | null {
  if (typeof value === 'string') return decimal.test(value.trim()) ? value.trim() : null
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return null
  const plain = String(value)
  if (decimal.test(plain)) return plain
  // JSON writes a millionth as 1e-7.
  const long = value.toFixed(20).replace(/0{1,20}$/, '')
  return decimal.test(long) && Number(long) === value ? long : null
}

/** A fixed price; null when the value is no decimal number. */
export function fixedPrice(value: unknown, unit: PriceUnit): Price | null {
  const text = decimalText(value)
  return text === null ? null : { unit, min: text, max: text }
}

/** A range; null when an end is missing. */
export function rangePrice(min: unknown, max: unknown, unit: PriceUnit): Price | null {
  const [low, high] = [decimalText(min), decimalText(max)]
  return low === null || high === null ? null : { unit, min: low, max: high }
}

const words: Readonly<Record<PriceUnit, (text: string) => string>> = {
  atomic: (text) => `${text} atomic`,
  token: (text) => `${text} tokens`,
  usd: (text) => `$${text}`,
  cents: (text) => `${text} cents`,
  unsaid: (text) => text,
}

/** "$0.01", "10000 atomic", "$0.01 to $0.05": safe to print. */
export function priceText({ unit, min, max }: Price): string {
  const say = words[unit]
  return safe(min === max ? say(min) : `${say(min)} to ${say(max)}`, 160)
}

type Fit = boolean | null

function atomicOf(
  text: string,
  unit: Exclude<PriceUnit, 'unsaid'>,
  live: LiveAmount,
): bigint | null | undefined {
  if (unit === 'atomic') return atomicFromText(text)
  if (live.decimals === null || (unit !== 'token' && !live.isDollar)) return null
  return atomicFromDecimal(text, unit === 'cents' ? live.decimals - 2 : live.decimals)
}

function fitsIn(price: Price, unit: Exclude<PriceUnit, 'unsaid'>, live: LiveAmount): Fit {
  const [min, max] = [atomicOf(price.min, unit, live), atomicOf(price.max, unit, live)]
  if (min === null || max === null) return null
  // More decimals than the token has: no amount of it.
  if (min === undefined || max === undefined) return false
  return min <= live.atomic && live.atomic <= max
}

/** Does a live amount fit what a document says? Null when the two cannot be compared. */
export function fits(price: Price, live: LiveAmount): Fit {
  if (price.unit !== 'unsaid') return fitsIn(price, price.unit, live)
  const readings = (['atomic', 'token', 'usd'] as const).map((unit) => fitsIn(price, unit, live))
  if (readings.includes(true)) return true
  return readings.includes(null) ? null : false
}

/** Is the price zero, whatever it counts in? */
export function isFree({ max }: Price): boolean {
  return /^[0.]{1,121}$/.test(max)
}
