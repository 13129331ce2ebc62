import { encodeLike, replaceEncodedObjects } from './encoded.ts'
import type { KnownValues } from './known.ts'
import { rules } from './rules/index.ts'
import { paymentHeaders } from './rules/payment-headers.ts'

// No rule finds anything in a word of up to 14 characters without a sign: the shortest token has 15. Most texts
// of a report are such words. Anchored, one class: linear.
const plainWord = /^[\w.-]{0,14}$/

// An address or 32 bytes of hex, alone or as the place of a log (`tx 0x.. log 7`). No rule finds anything in one: they
// want more bytes, or another name beside them. Most long texts of a report are such, and asking every rule costs
// twenty times as much. Anchored, fixed lengths: linear.
const publicHex = /^(?:0x[0-9a-f]{40}|(?:tx )?0x[0-9a-f]{64}(?: log \d{1,9})?)$/
const longestPublic = 84

/** Does no rule need to look at a text? */
function isPublic(text: string): boolean {
  return plainWord.test(text) || (text.length <= longestPublic && publicHex.test(text))
}

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
    isPublic(text) ? known.hide(text) : plain(replaceEncodedObjects(withoutPayments(text), inside))
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
    // Hashes seldom come twice, and are quickly looked at.
    if (text.length > rememberedLength || (text.length > 64 && isPublic(text))) return redactor(text)
    const known = memory.get(text)
    if (known !== undefined) return known
    const shown = redactor(text)
    if (memory.size >= rememberedTexts) memory.clear()
    memory.set(text, shown)
    return shown
  }
}

/** What a field's name becomes, and whether its text is a secret whatever it looks like. */
type Name = { readonly shown: string; readonly isSecret: boolean }

/** How the texts and names of one piece of data are redacted. */
type Hiding = { readonly text: Redactor; readonly name: (name: string) => Name }

function hidingOf(redactor: Redactor): Hiding {
  const text = remembering(redactor)
  const names = new Map<string, Name>()
  return {
    text,
    name: (name) => {
      const known = names.get(name)
      if (known !== undefined) return known
      const found = { shown: text(name), isSecret: secretField.test(name) }
      if (names.size >= rememberedTexts) names.clear()
      names.set(name, found)
      return found
    },
  }
}

function hideField(name: string, item: unknown, hiding: Hiding): unknown {
  if (typeof item !== 'string' || !hiding.name(name).isSecret) return walk(item, hiding)
  return item === '' || item.startsWith('[redacted:') ? item : `[redacted:${name.toLowerCase()}]`
}

function walkList(list: readonly unknown[], hiding: Hiding): readonly unknown[] {
  let changed: unknown[] | undefined
  for (let at = 0; at < list.length; at += 1) {
    const item = list[at]
    const shown = walk(item, hiding)
    if (shown !== item) changed ??= list.slice(0, at)
    changed?.push(shown)
  }
  return changed ?? list
}

function walkFields(value: Readonly<Record<string, unknown>>, hiding: Hiding): unknown {
  let changed: [string, unknown][] | undefined
  let seen = 0
  // Lists of names or entries of every object would be more to hold than the strings that are looked at.
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue
    const item = value[name]
    const { shown } = hiding.name(name)
    const hidden = hideField(name, item, hiding)
    if (shown !== name || hidden !== item) changed ??= Object.entries(value).slice(0, seen)
    changed?.push([shown, hidden])
    seen += 1
  }
  return changed === undefined ? value : Object.fromEntries(changed)
}

function walk(value: unknown, hiding: Hiding): unknown {
  if (typeof value === 'string') return hiding.text(value)
  if (typeof value !== 'object' || value === null) return value
  if (isByteList(value)) {
    const text = value.join(',')
    const shown = hiding.text(text)
    return shown === text ? value : shown
  }
  if (Array.isArray(value)) return walkList(value, hiding)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return hiding.text(String(value))
  return walkFields(value as Readonly<Record<string, unknown>>, hiding)
}

/** Masks what must not be shown in plain data; see `redactValue`. */
export type DataRedactor = (value: unknown) => unknown

/** `redactValue` that remembers short texts and names from one piece of data to the next. */
export function createDataRedactor(redactor: Redactor): DataRedactor {
  const hiding = hidingOf(redactor)
  return (value) => walk(value, hiding)
}

/**
 * Plain data with every text masked, field names too; numbers, bigints and booleans stay, so what is
 * serialised afterwards always parses. A list of numbers that spells a known value becomes one text, and
 * so does anything that is not plain data. What holds nothing to hide comes back itself: a copy of a large report
 * would cost as much as the report.
 */
export function redactValue(value: unknown, redactor: Redactor): unknown {
  return walk(value, hidingOf(redactor))
}
