import type { FlatValue } from './flat-values.ts'

/** The value that was read last from the bytes of a line, and these bytes once more, for whoever reads four at once. */
export type Scanned = { value: unknown; view: DataView }

/**
 * Reads the JSON value that begins at a byte of a line, puts what it means into `into` and gives the place behind it;
 * -1 for everything that is not written in the usual way, which only the long way of reading may judge. Nothing but
 * printable ASCII without escapes is usual, so no other byte is ever stepped over.
 */
export type ScanValue = (bytes: Buffer, at: number, into: Scanned) => number

const quote = 0x22
const backslash = 0x5c
const mostDigits = 15
const remembered = { texts: 1000, bytes: 256 }

// What lies behind the last byte is undefined, and every comparison here says no to it.
const byteAt = (bytes: Buffer, at: number) => bytes[at] as number

/** The place of the quote that ends the text which begins at `at`; -1 when another byte than a usual one comes first. */
function endOfText(bytes: Buffer, at: number): number {
  let end = at
  let byte = byteAt(bytes, end)
  while (byte >= 0x20 && byte < 0x7f && byte !== quote && byte !== backslash) {
    end += 1
    byte = byteAt(bytes, end)
  }
  return byte === quote ? end : -1
}

type Latin1 = { readonly latin1Slice: (from: number, to: number) => string }

// Fresh texts: a slice of a line would keep the whole line in memory. `toString` takes twice as long to come to this.
const textAt = (bytes: Buffer, from: number, to: number) => (bytes as unknown as Latin1).latin1Slice(from, to)

function scanNumber(bytes: Buffer, at: number, into: Scanned): number {
  let end = at
  let number = 0
  let byte = byteAt(bytes, end)
  while (byte >= 0x30 && byte <= 0x39) {
    number = number * 10 + byte - 0x30
    end += 1
    byte = byteAt(bytes, end)
  }
  // A fraction or an exponent would follow; a zero in front of other digits is no JSON.
  if (byte === 0x2e || byte === 0x65 || byte === 0x45) return -1
  if (end - at > mostDigits || (end - at > 1 && byteAt(bytes, at) === 0x30)) return -1
  into.value = number
  return end
}

/** Bytes that are looked for again and again. */
export type Stretch = { readonly bytes: Buffer; readonly words: Int32Array }

/** Makes a stretch of a copy of these bytes. */
export function stretchOf(source: Buffer): Stretch {
  const bytes = Buffer.from(source)
  const words = Int32Array.from({ length: bytes.length >>> 2 }, (_, word) => bytes.readInt32LE(word * 4))
  return { bytes, words }
}

/** Do these bytes stand at a place? */
export function standsAt(source: Buffer, at: number, { bytes, words }: Stretch, view: DataView): boolean {
  const { length } = bytes
  if (at + length > source.length) return false
  for (let word = 0; word < words.length; word += 1) {
    if (view.getInt32(at + word * 4, true) !== words[word]) return false
  }
  for (let index = words.length * 4; index < length; index += 1) {
    if (source[at + index] !== bytes[index]) return false
  }
  return true
}

const literals = [
  [stretchOf(Buffer.from('true')), true],
  [stretchOf(Buffer.from('false')), false],
  [stretchOf(Buffer.from('null')), null],
] as const

const scanBare: ScanValue = (bytes, at, into) => {
  const first = byteAt(bytes, at)
  if (first >= 0x30 && first <= 0x39) return scanNumber(bytes, at, into)
  for (const [word, value] of literals) {
    if (!standsAt(bytes, at, word, into.view)) continue
    into.value = value
    return at + word.bytes.length
  }
  return -1
}

function understood<T>(read: FlatValue<T>, end: number, into: Scanned): number {
  if (end === -1) return -1
  const value = read(into.value)
  if (value === undefined) return -1
  into.value = value
  return end
}

/** A value that is another one in nearly every line. */
export function scanAny<T>(read: FlatValue<T>): ScanValue {
  return (bytes, at, into) => {
    if (byteAt(bytes, at) !== quote) return understood(read, scanBare(bytes, at, into), into)
    const end = endOfText(bytes, at + 1)
    if (end === -1) return -1
    into.value = textAt(bytes, at + 1, end)
    return understood(read, end + 1, into)
  }
}

/** A value that means nothing: what is behind it need not be made. */
export const scanNothing: ScanValue = (bytes, at, into) => {
  const isText = byteAt(bytes, at) === quote
  const end = isText ? endOfText(bytes, at + 1) : scanBare(bytes, at, into)
  into.value = null
  return isText && end !== -1 ? end + 1 : end
}

const highBits = 0x80808080 | 0

/**
 * Are these four bytes digits or the letters a to f? Added to a byte that is no letter beyond ASCII, 0x50 makes its
 * high bit say "0 or above", 0x46 "above 9", 0x1f "a or above" and 0x19 "above f", and nothing is carried.
 */
function isHexWord(word: number): boolean {
  const digits = (word + 0x50505050) & ~(word + 0x46464646)
  const letters = (word + 0x1f1f1f1f) & ~(word + 0x19191919)
  return (word & highBits) === 0 && ((digits | letters) & highBits) === highBits
}

/** Hex of a number of digits, of which four make a word, that is in normal form as it stands; `read` says the same of it. */
export function scanHex(digits: number, read: FlatValue<string>): ScanValue {
  const other = scanAny(read)
  return (bytes, at, into) => {
    const end = at + digits + 3
    let isUsual = byteAt(bytes, end) === quote && byteAt(bytes, at) === quote
    isUsual &&= byteAt(bytes, at + 1) === 0x30 && byteAt(bytes, at + 2) === 0x78
    for (let index = at + 3; isUsual && index < end; index += 4) {
      isUsual = isHexWord(into.view.getInt32(index, true))
    }
    if (!isUsual) return other(bytes, at, into)
    into.value = textAt(bytes, at + 1, end)
    return end + 1
  }
}

type Word = { readonly stretch: Stretch; readonly value: unknown }

/** A text of which the same few come again and again: a bounded number of them is remembered with what they mean. */
export function scanWord<T>(read: FlatValue<T>): ScanValue {
  const known = new Map<number, Word>()
  const other = scanAny(read)
  let last: Word | null = null
  return (bytes, at, into) => {
    if (byteAt(bytes, at) !== quote) return other(bytes, at, into)
    if (last !== null && standsAt(bytes, at, last.stretch, into.view)) {
      into.value = last.value
      return at + last.stretch.bytes.length
    }
    const close = endOfText(bytes, at + 1)
    if (close === -1) return -1
    const end = close + 1
    // Only where to look; the bytes decide.
    let place = 0
    for (let index = at; index < end; index += 1) place = (Math.imul(place, 31) + byteAt(bytes, index)) | 0
    const found = known.get(place)
    if (found !== undefined && found.stretch.bytes.length === end - at) {
      if (standsAt(bytes, at, found.stretch, into.view)) {
        last = found
        into.value = found.value
        return end
      }
    }
    const next = other(bytes, at, into)
    if (next !== -1 && found === undefined && known.size < remembered.texts && end - at <= remembered.bytes) {
      last = { stretch: stretchOf(bytes.subarray(at, end)), value: into.value }
      known.set(place, last)
    }
    return next
  }
}

// `2026-11-20T09:01:00Z`, perhaps with milliseconds; of fixed width: linear. Of the hour 24 only one second is a time.
const utcText = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}:[0-5]\d(?:\.\d{3})?Z$/
const minuteBytes = 18

const digitAt = (bytes: Buffer, at: number) => byteAt(bytes, at) - 0x30
const isDigit = (digit: number) => digit >= 0 && digit <= 9

/** A time. Logs are written in the order of time, so the minute is mostly that of the line before. */
export function scanTime(read: FlatValue<number>): ScanValue {
  const other = scanAny(read)
  let minute: Stretch | null = null
  let minuteMs = 0

  const learn = (bytes: Buffer, at: number, end: number, ms: unknown) => {
    const text = textAt(bytes, at + 1, end - 1)
    if (typeof ms !== 'number' || !utcText.test(text)) return
    minute = stretchOf(bytes.subarray(at, at + minuteBytes))
    minuteMs = ms - Number(text.slice(17, 19)) * 1000 - Number(text.slice(20, -1))
  }

  return (bytes, at, into) => {
    if (minute !== null && standsAt(bytes, at, minute, into.view)) {
      const [tens, ones] = [digitAt(bytes, at + 18), digitAt(bytes, at + 19)]
      const ms = minuteMs + (tens * 10 + ones) * 1000
      const isSecond = tens >= 0 && tens <= 5 && isDigit(ones)
      const mark = byteAt(bytes, at + 20)
      if (isSecond && mark === 0x5a && byteAt(bytes, at + 21) === quote) {
        into.value = ms
        return at + 22
      }
      const [first, second, third] = [
        digitAt(bytes, at + 21),
        digitAt(bytes, at + 22),
        digitAt(bytes, at + 23),
      ]
      const isFraction = mark === 0x2e && isDigit(first) && isDigit(second) && isDigit(third)
      if (isSecond && isFraction && byteAt(bytes, at + 24) === 0x5a && byteAt(bytes, at + 25) === quote) {
        into.value = ms + first * 100 + second * 10 + third
        return at + 26
      }
    }
    const end = other(bytes, at, into)
    if (end !== -1 && byteAt(bytes, at) === quote) learn(bytes, at, end, into.value)
    return end
  }
}
