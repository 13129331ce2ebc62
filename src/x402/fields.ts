import { atomicFromText } from '../core/money.ts'

/** A JSON object from outside. Read it with `field`, so that inherited names never count. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Is it a JSON object (not null, not an array)? */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The own property of a JSON object; undefined when it is absent or the value is no object. */
export function field(value: unknown, key: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** Where a reader writes down what did not conform. */
export type Problems = string[]

const maxTextChars = 2048

/** A text field; null when absent, empty, longer than 2048 characters or no text (the last two are problems). */
export function textField(value: unknown, key: string, problems: Problems, name = key): string | null {
  const found = field(value, key)
  if (found === undefined || found === null || found === '') return null
  if (typeof found !== 'string') {
    problems.push(`${name} is ${kindOf(found)} instead of a text`)
    return null
  }
  if (found.length > maxTextChars) {
    problems.push(`${name} is longer than ${maxTextChars} characters`)
    return null
  }
  return found
}

/** "a number", "a list" ...: the JSON type of a value, for sentences. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return 'a text'
  return typeof value === 'number' ? 'a number' : typeof value === 'boolean' ? 'a boolean' : 'nothing'
}

/**
 * An unsigned integer written as a decimal text. A safe JSON integer is read and reported; anything else
 * (sign, exponent, space, fraction, more than 256 bits) gives null and a problem. Absent gives null.
 */
export function integerField(value: unknown, key: string, problems: Problems, name = key): bigint | null {
  const found = field(value, key)
  if (found === undefined || found === null || found === '') return null
  if (typeof found === 'number') {
    problems.push(`${name} is a number instead of a decimal text`)
    return Number.isSafeInteger(found) && found >= 0 ? BigInt(found) : null
  }
  const read = typeof found === 'string' ? atomicFromText(found) : undefined
  if (read === undefined) problems.push(`${name} is not an unsigned decimal integer of at most 256 bits`)
  else if (/^0\d/.test(String(found))) problems.push(`${name} has leading zeros`)
  return read ?? null
}

/** Unix seconds from `integerField`; null as well beyond 2^53, which is a problem. */
export function secondsField(value: unknown, key: string, problems: Problems, name = key): number | null {
  const seconds = integerField(value, key, problems, name)
  if (seconds === null) return null
  if (seconds <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(seconds)
  problems.push(`${name} lies beyond any calendar`)
  return null
}

// 20 or 32 bytes of hex after 0x; fixed lengths, so linear.
const evmHex = /^0[xX](?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$/

// The same few addresses are compared for every route and every check. Addresses only: what is longer may be a secret.
const normal = new Map<string, string>()
const mostKnown = 500

/** EVM addresses, nonces and hashes in lower case; any other identifier (base58, UUID) as it is. */
export function normalId(text: string): string {
  if (text.length !== 42 && text.length !== 66) return text
  const known = text.length === 42 ? normal.get(text) : undefined
  if (known !== undefined) return known
  const found = evmHex.test(text) ? text.toLowerCase() : text
  if (text.length === 42 && normal.size < mostKnown) normal.set(text, found)
  return found
}

/** An identifier field through `normalId`; null as in `textField`. */
export function idField(value: unknown, key: string, problems: Problems, name = key): string | null {
  const text = textField(value, key, problems, name)
  return text === null ? null : normalId(text)
}

/** Are two identifiers the same address? Without regard to case on EVM chains, exact elsewhere. */
export function sameId(a: string, b: string): boolean {
  return a === b || (a.length === b.length && normalId(a) === normalId(b))
}
