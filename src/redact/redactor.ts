import { encodeLike, replaceEncodedObjects } from './encoded.ts'
import type { KnownValues } from './known.ts'
import { rules } from './rules/index.ts'
import { paymentHeaders } from './rules/payment-headers.ts'

// No rule finds anything in a word of up to 14 characters without a sign: the shortest token has 15. Most texts
// of a report are such words. Anchored, one class: linear.
const plainWord = /^[\w.-]{0,14}$/

/** Masks what must not be shown. Applying it twice changes nothing more. */
export type Redactor = (text: string) => string

/**
 * Known values first, because they are certain, then the cheap rules, both also inside the base64 objects of
 * a text (`PAYMENT-REQUIRED`). Hashes, addresses, nonces, request ids, hosts and CAIP-2 ids survive unless
 * they are a known value.
 */
export function createRedactor(known: KnownValues): Redactor {
  const byRules: Redactor = (text) =>
    rules.reduce((shown, rule) => (rule.mayMatch(shown) ? rule.apply(shown) : shown), text)
  const withoutPayments: Redactor = (text) =>
    paymentHeaders.mayMatch(text) ? paymentHeaders.apply(text) : text
  const plain: Redactor = (text) => byRules(known.hide(text))
  // What is hidden inside an encoded object is hidden there, so that the object can still be decoded.
  const inside = (decoded: string, run: string) => {
    const shown = plain(decoded)
    return shown === decoded ? undefined : encodeLike(shown, run)
  }
  return (text) =>
    plainWord.test(text) ? known.hide(text) : plain(replaceEncodedObjects(withoutPayments(text), inside))
}

// Field names whose text is a secret whatever it looks like. Not `token`: in x402 that is an address.
const secretField =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key|api[-_]?key|password|passwd|secret|client[-_]?secret|private[-_]?key|mnemonic|seed[-_]?phrase|x-payment|payment-signature|signature|x-auth-token|access[-_]?token|refresh[-_]?token|secret[-_]?key|webhook[-_]?secret)$/i

function isByteList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length >= 8 && value.every((item) => typeof item === 'number')
}

const rememberedTexts = 4_096
const rememberedLength = 128

/** The same redactor with a memory for short texts: field names, networks and addresses come again and again. */
function remembering(redactor: Redactor): Redactor {
  const memory = new Map<string, string>()
  return (text) => {
    if (text.length > rememberedLength) return redactor(text)
    const known = memory.get(text)
    if (known !== undefined) return known
    const shown = redactor(text)
    if (memory.size >= rememberedTexts) memory.clear()
    memory.set(text, shown)
    return shown
  }
}

function redactField(name: string, item: unknown, redactor: Redactor): unknown {
  if (typeof item !== 'string' || !secretField.test(name)) return walk(item, redactor)
  return item === '' || item.startsWith('[redacted:') ? item : `[redacted:${name.toLowerCase()}]`
}

function walk(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor(value)
  if (isByteList(value)) {
    const text = value.join(',')
    const shown = redactor(text)
    return shown === text ? value : shown
  }
  if (Array.isArray(value)) return value.map((item) => walk(item, redactor))
  if (typeof value !== 'object' || value === null) return value
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return redactor(String(value))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [redactor(name), redactField(name, item, redactor)]),
  )
}

/**
 * Plain data with every text masked, field names too; numbers, bigints and booleans stay, so what is
 * serialised afterwards always parses. A list of numbers that spells a known value becomes one text, and
 * so does anything that is not plain data.
 */
export function redactValue(value: unknown, redactor: Redactor): unknown {
  return walk(value, remembering(redactor))
}
