import { gunzipSync, inflateSync } from 'node:zlib'
import { createTextMemory } from '../text-memory.ts'
import { outlineOf } from './outline.ts'

/** A run of a text that is something else in other signs. */
export type Decoded = {
  readonly start: number
  readonly end: number
  readonly bytes: Buffer
  readonly how: 'base64' | 'hex' | 'list' | 'base32'
}

const largest = 1_048_576

// One class, bounded below: linear, each character is read once.
const base64Run = /[A-Za-z0-9+/_-]{16,}={0,2}/g
const hexRun = /[0-9a-fA-F]{24,}/g
const base32Run = /[A-Z2-7]{24,}={0,6}/g

// Bytes as people and programs print them: `12, 34`, `0x0c, 0x22`, `0c 22`, `0c:22`. Bounded numbers and gaps
// that exclude each other: linear.
const decimalList = /(?<![\d.])\d{1,3}(?:[,;]?[ \t\r\n]{0,40}\b\d{1,3}){7,}(?![\d.])/g
const prefixedList = /0x[0-9a-fA-F]{1,2}(?:[,;]?[ \t\r\n]{0,40}0x[0-9a-fA-F]{1,2}){7,}(?![0-9a-fA-F])/g
const pairList = /(?<![0-9a-fA-F])[0-9a-fA-F]{2}(?:[ :-][0-9a-fA-F]{2}){7,}(?![0-9a-fA-F])/g

/** Is it mostly text? Decided by the first bytes first, since most runs are hashes. */
function isText(bytes: Buffer): boolean {
  const most = Math.min(bytes.length, 4_096)
  let odd = 0
  for (let index = 0; index < most; index += 1) {
    const byte = bytes[index] ?? 0
    if (byte < 9 || (byte > 13 && byte < 32) || byte === 127) odd += 1
    else if (byte >= 128) odd += 0.5
    if (index === 11 && odd > 3) return false
  }
  return odd * 12 < most
}

function unpacked(bytes: Buffer): Buffer | undefined {
  const limit = { maxOutputLength: largest }
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes, limit)
    if (bytes[0] === 0x78 && ((bytes[0] << 8) | (bytes[1] ?? 0)) % 31 === 0) return inflateSync(bytes, limit)
  } catch {
    return undefined
  }
  return undefined
}

/** As `isText`, for texts of two bytes a character (UTF-16). */
function withoutNulls(bytes: Buffer): Buffer {
  const nulls = bytes.subarray(0, 64).filter((byte) => byte === 0).length
  return nulls * 3 > Math.min(64, bytes.length) ? Buffer.from(bytes.filter((byte) => byte !== 0)) : bytes
}

/** The text in some bytes: packed with gzip or zlib, in UTF-8 or UTF-16; undefined when they are no text. */
export function textIn(bytes: Buffer): string | undefined {
  const plain = unpacked(bytes) ?? bytes
  const text = withoutNulls(plain)
  if (text.length < 6 || !isText(text)) return undefined
  return text.subarray(0, largest).toString('utf8')
}

/** Could the run begin with text or something packed? Read off its first signs alone. */
function isPromising(bytes: Buffer): boolean {
  return (bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes[0] === 0x78 || isText(withoutNulls(bytes))
}

// Runs that hold no text: the same words come in every line.
const noText = createTextMemory(20_000)

function remember(run: string): void {
  if (run.length <= 100) noText.add(run)
}

// Hex digits are signs of base64, too, but text in base64 has others.
const onlyHex = /^(?:0x)?[0-9a-f]*$/i

/** Could hex begin with text or something packed? Without decoding it: of six bytes of text five and more begin with 2 to 7. */
export function looksLikeText(run: string): boolean {
  if (/^(?:1f8b|78(?:01|5e|9c|da))/i.test(run)) return true
  let text = 0
  for (let at = 0; at < 24; at += 2) {
    const code = run.charCodeAt(at)
    if (code === 48 || (code >= 50 && code <= 55)) text += 1
  }
  return text >= 10
}

function base32Bytes(run: string): Buffer {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const sign of run.replaceAll('=', '')) {
    value = ((value << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((value >> bits) & 0xff)
  }
  return Buffer.from(bytes)
}

function numbers(run: string, radix: 10 | 16): Buffer | undefined {
  const list = (run.match(/[0-9a-fA-Fx]{1,4}/g) ?? []).map((item) =>
    Number.parseInt(item.replace('0x', ''), radix),
  )
  return list.every((item) => item <= 255) ? Buffer.from(list) : undefined
}

function listsIn(text: string): readonly Decoded[] {
  const found: Decoded[] = []
  const shapes = [
    [decimalList, 10],
    [prefixedList, 16],
    [pairList, 16],
  ] as const
  for (const [pattern, radix] of shapes) {
    for (const match of text.matchAll(pattern)) {
      const bytes = numbers(match[0], radix)
      if (bytes === undefined) continue
      found.push({ start: match.index, end: match.index + match[0].length, bytes, how: 'list' })
    }
  }
  return found
}

/** Where a run of base64 becomes text: something else may stand glued in front of it. */
function base64Start(run: string): number | undefined {
  for (const start of [0, 1, 2, 3]) {
    if (isPromising(Buffer.from(run.slice(start, start + 32), 'base64'))) return start
  }
  return undefined
}

/**
 * The runs of a text that are text in other signs (base64 in both alphabets, hex, base32), and all lists of
 * bytes. Runs of which the beginning is no text and nothing packed are left out.
 */
export function decodedRuns(text: string): readonly Decoded[] {
  const found: Decoded[] = []
  const { run, hex, list, upper } = outlineOf(text)
  if (run < 16 && list < 15) return found
  for (const match of text.matchAll(base64Run)) {
    if (noText.has(match[0]) || onlyHex.test(match[0])) continue
    const start = base64Start(match[0])
    if (start === undefined) {
      remember(match[0])
      continue
    }
    const bytes = Buffer.from(match[0].slice(start), 'base64')
    found.push({ start: match.index + start, end: match.index + match[0].length, bytes, how: 'base64' })
  }
  for (const match of hex < 24 ? [] : text.matchAll(hexRun)) {
    if (!looksLikeText(match[0])) continue
    if (!isPromising(Buffer.from(match[0].slice(0, 32), 'hex'))) continue
    const bytes = Buffer.from(match[0], 'hex')
    found.push({ start: match.index, end: match.index + match[0].length, bytes, how: 'hex' })
  }
  for (const match of upper < 24 ? [] : text.matchAll(base32Run)) {
    const bytes = base32Bytes(match[0])
    if (!isPromising(bytes.subarray(0, 24))) continue
    found.push({ start: match.index, end: match.index + match[0].length, bytes, how: 'base32' })
  }
  return list < 15 ? found : [...found, ...listsIn(text)]
}
