import { isBlank, type Reader, readNonce, readText, readTx } from './normalise-values.ts'
import { readTime } from './times.ts'

/**
 * A value in normal form, null when it is blank, undefined when only the long way of reading a row may say what it
 * is. What is said here is what the long way says.
 */
export type FlatValue<T> = (value: unknown) => T | null | undefined

// Fixed lengths and one class each: linear.
const lowerWord = /^0x[0-9a-f]{64}$/
const lowerAddress = /^0x[0-9a-f]{40}$/
const hexNonce = /^0x/

const remembered = { texts: 1000, chars: 256 }

/** Reads texts by a known form that is normal already, else by the reader. */
function byForm<T extends string>(form: RegExp, read: Reader<T>): FlatValue<string> {
  return (value) => {
    if (value === null || value === '') return null
    if (typeof value !== 'string') return undefined
    if (form.test(value)) return value
    return isBlank(value) ? null : read(value, '')
  }
}

/** An EVM address; other families go the long way. */
export const flatAddress: FlatValue<string> = byForm(lowerAddress, () => undefined)

/** A transaction. */
export const flatTx: FlatValue<string> = byForm(lowerWord, readTx)

const anyNonce = byForm(lowerWord, readNonce)

/** A nonce of 32 bytes; a number goes the long way. */
export const flatNonce: FlatValue<string> = (value) => {
  const nonce = anyNonce(value)
  return typeof nonce === 'string' && !hexNonce.test(nonce) ? undefined : nonce
}

/** Reads texts of which the same few come again and again, and remembers a bounded number of them. */
export function flatWord<T>(read: Reader<T>): FlatValue<T> {
  const known = new Map<string, T | null | undefined>()
  let lastText = ''
  let last: T | null | undefined = null
  return (value) => {
    if (value === null) return null
    if (typeof value !== 'string') return undefined
    if (value === lastText) return last
    let found = known.get(value)
    if (found === undefined) {
      found = isBlank(value) ? null : read(value, '')
      if (found !== undefined && known.size < remembered.texts && value.length <= remembered.chars) {
        known.set(value, found)
      }
    }
    lastText = value
    last = found
    return found
  }
}

const isPrintable = (code: number) => code > 0x20 && code < 0x7f

/** Any text, as `readText`. */
export const flatText: FlatValue<string> = (value) => {
  if (value === null || value === '') return null
  if (typeof value === 'number') return readText(value)
  if (typeof value !== 'string') return undefined
  const { length } = value
  // Longer than every word for "nothing", and without a blank at its ends: it is itself.
  const isItself =
    length > 9 &&
    length <= 512 &&
    isPrintable(value.charCodeAt(0)) &&
    isPrintable(value.charCodeAt(length - 1))
  if (isItself) return value
  return isBlank(value) ? null : readText(value)
}

/** A whole HTTP status. */
export const flatStatus: FlatValue<number> = (value) => {
  if (value === null || value === '') return null
  const status = typeof value === 'string' && value.length === 3 ? Number(value) : value
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599
    ? status
    : undefined
}

/** True or false as such. */
export const flatFlag: FlatValue<boolean> = (value) =>
  value === null || value === '' ? null : typeof value === 'boolean' ? value : undefined

/** Version 1 or 2 as such. */
export const flatVersion: FlatValue<1 | 2> = (value) => {
  if (value === null || value === '') return null
  if (value === 2 || value === '2') return 2
  return value === 1 || value === '1' ? 1 : undefined
}

/** Unix seconds of the present: 10 digits. */
export const flatUntil: FlatValue<number> = (value) => {
  if (value === null || value === '') return null
  const number = typeof value === 'string' && value.length === 10 ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 1e9 && number < 1e10
    ? number
    : undefined
}

const twoDigits = (text: string, at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48
const isDigit = (text: string, at: number) => text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57

// `2026-11-20T09:01:`, of fixed width: linear. Of the hour 24 only one second is a time.
const minuteText = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}:$/
const minuteChars = 17

/**
 * Reads `2026-11-20T09:01:00Z`, also with milliseconds; undefined for every other way of writing a time. Logs are
 * written in the order of time, so the minute is mostly that of the row before.
 */
function makeUtcTime(): (text: string) => number | undefined {
  let minute = ''
  let minuteMs = 0
  return (text) => {
    const { length } = text
    if ((length !== 20 && length !== 24) || text.charCodeAt(length - 1) !== 0x5a) return undefined
    if (!isDigit(text, 17) || !isDigit(text, 18) || text.charCodeAt(17) > 0x35) return undefined
    if (minute === '' || !text.startsWith(minute)) {
      const fresh = text.slice(0, minuteChars)
      const time = minuteText.test(fresh) ? readTime(`${fresh}00Z`, null) : null
      if (time?.kind !== 'time') return undefined
      minute = fresh
      minuteMs = time.ms
    }
    const ms = minuteMs + twoDigits(text, 17) * 1000
    if (length === 20) return ms
    const isFraction =
      text.charCodeAt(19) === 0x2e && isDigit(text, 20) && isDigit(text, 21) && isDigit(text, 22)
    return isFraction ? ms + (text.charCodeAt(20) - 48) * 100 + twoDigits(text, 21) : undefined
  }
}

/** A time with a zone, or Unix seconds or milliseconds. */
export function makeFlatTime(): FlatValue<number> {
  const utcTime = makeUtcTime()
  return (value) => {
    if (value === null || value === '') return null
    if (typeof value === 'string') {
      const utc = utcTime(value)
      if (utc !== undefined) return utc
      if (isBlank(value)) return null
    } else if (typeof value !== 'number') return undefined
    const time = readTime(value, null)
    return time.kind === 'time' ? time.ms : undefined
  }
}
