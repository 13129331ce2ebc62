import { atomicFromDecimal, atomicFromText, type Unit } from '../core/money.ts'
import type { Problem } from './problem.ts'

/** A price as written: atomic units of whatever token the route takes, or token units of a named one. */
export type PriceText =
  | { readonly kind: 'atomic'; readonly atomic: bigint }
  | { readonly kind: 'token'; readonly decimal: string; readonly symbol: string }

// Number, spaces, word; the parts share no character, so matching is linear. "1e3", "-1" and "+1" have no match.
const priceText = /^(\d{1,60}(?:\.\d{1,60})?) {1,3}([A-Za-z][A-Za-z0-9.]{0,15})$/

/** Reads `0.01 usdc` or `10000 atomic`; undefined for anything else. */
export function parsePrice(text: string): PriceText | undefined {
  const [, amount = '', word = ''] = priceText.exec(text) ?? []
  if (word === '') return undefined
  if (word.toLowerCase() !== 'atomic') return { kind: 'token', decimal: amount, symbol: word }
  const atomic = atomicFromText(amount)
  return atomic === undefined ? undefined : { kind: 'atomic', atomic }
}

const priceSuggestion = 'Write "0.01 usdc" or "10000 atomic".'

/** What is wrong with a price as written; undefined when nothing is. */
export function priceProblem(text: string): Problem | undefined {
  if (parsePrice(text) !== undefined) return undefined
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    return { problem: 'this price does not say what it counts', suggestion: priceSuggestion }
  }
  return { problem: 'not a price', suggestion: priceSuggestion }
}

/** The price in atomic units of a token, or why it has none. */
export function priceIn(price: PriceText, unit: Unit): bigint | Problem {
  if (price.kind === 'atomic') return price.atomic
  const atomic = atomicFromDecimal(price.decimal, unit.decimals)
  if (atomic !== undefined) return atomic
  return {
    problem: `this price has more decimals than ${unit.symbol}, which has ${unit.decimals}`,
    suggestion: 'Shorten it, or write it in atomic units.',
  }
}

/** RFC 3339 in UTC of a date (its first second in UTC) or of a time with a zone; undefined otherwise. */
export function instantText(text: string): string | undefined {
  // Fixed digits, one optional fraction: linear.
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(\.\d{1,3})?(Z|[+-]\d{2}:\d{2}))?$/.exec(text)
  if (match === null) return undefined
  const [, day = '', time = '00:00:00', fraction = '', zone = 'Z'] = match
  const calendar = new Date(`${day}T00:00:00Z`)
  // `new Date` turns February 30 into March 2 on some engines.
  if (Number.isNaN(calendar.getTime()) || !calendar.toISOString().startsWith(day)) return undefined
  const at = new Date(`${day}T${time}${fraction}${zone}`)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString().replace('.000Z', 'Z')
}
