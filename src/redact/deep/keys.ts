import { base58Bytes } from './base58.ts'
import { labelBefore, namesWhatAChainMade } from './labels.ts'
import { outlineOf } from './outline.ts'
import type { DeepRule, Facts, Span } from './span.ts'

// Whatever may hold a key has 43 signs of one alphabet in a row. One class: linear.
const longRun = /[A-Za-z0-9+/_-]{43,}={0,2}/g
// Most such runs are hashes. Anchored, fixed length.
const hashLike = /^(?:0x)?[0-9a-fA-F]{64}$/

// 32 bytes of hex, also inside a longer run when that holds whole words (calldata). Bounded, one class: linear.
const hexWords = /(?:0x)?[0-9a-fA-F]{64,1400}/g
// 32 or 64 bytes of base64 with or without padding; base58 of them; a 256-bit number. Tried only where no
// sign of the same class stands in front: linear.
const base64 = /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{43}=?|[A-Za-z0-9+/_-]{86}(?:==)?)(?![A-Za-z0-9+/_=-])/g
const base58 =
  /(?<![1-9A-HJ-NP-Za-km-z])(?:[1-9A-HJ-NP-Za-km-z]{85,88}|[1-9A-HJ-NP-Za-km-z]{43,44})(?![1-9A-HJ-NP-Za-km-z])/g
const decimal = /(?<![\d.])\d{70,78}(?![\d.])/g
const numberList = /(?:\[\s{0,8})?\d{1,3}(?:\s{0,40},[\s+]{0,40}\d{1,3}){31,63}(?:\s{0,8}\])?/g

const largest = 1n << 256n

type Candidate = { readonly start: number; readonly end: number; readonly bytes: Uint8Array }

function decimalBytes(digits: string): Uint8Array | undefined {
  const value = BigInt(digits)
  return value >= largest ? undefined : Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
}

function hexCandidates(match: RegExpExecArray): readonly Candidate[] {
  const [run] = match
  const from = run.startsWith('0x') ? 2 : 0
  const digits = run.length - from
  const bytes = Buffer.from(run.slice(from), 'hex')
  const whole = { start: match.index, end: match.index + run.length, bytes }
  if (digits === 64) return [whole]
  // Calldata: four bytes that name a function, then words.
  const first = from + (digits % 64 === 8 ? 8 : 0)
  const list: Candidate[] = digits === 128 ? [whole] : []
  for (let at = first; at + 64 <= run.length && list.length < 20; at += 64) {
    const bytes = Buffer.from(run.slice(at, at + 64), 'hex')
    list.push({ start: match.index + at, end: match.index + at + 64, bytes })
  }
  return list
}

function candidatesInRun(run: string): readonly Candidate[] {
  if (hashLike.test(run)) {
    const from = run.length - 64
    return [{ start: 0, end: run.length, bytes: Buffer.from(run.slice(from), 'hex') }]
  }
  const found: Candidate[] = []
  for (const match of run.matchAll(hexWords)) found.push(...hexCandidates(match))
  for (const match of run.matchAll(base64)) add(found, match, Buffer.from(match[0], 'base64'))
  for (const match of run.matchAll(base58)) add(found, match, base58Bytes(match[0]))
  for (const match of run.matchAll(decimal)) add(found, match, decimalBytes(match[0]))
  return found
}

function add(found: Candidate[], match: RegExpExecArray, bytes: Uint8Array | undefined): void {
  if (bytes === undefined || (bytes.length !== 32 && bytes.length !== 64)) return
  found.push({ start: match.index, end: match.index + match[0].length, bytes })
}

function candidates(text: string): readonly Candidate[] {
  const { run, list } = outlineOf(text)
  const found: Candidate[] = []
  for (const match of run < 43 ? [] : text.matchAll(longRun)) {
    for (const item of candidatesInRun(match[0])) {
      found.push({ ...item, start: item.start + match.index, end: item.end + match.index })
    }
  }
  for (const match of list < 63 ? [] : text.matchAll(numberList)) {
    const numbers = (match[0].match(/\d{1,3}/g) ?? []).map(Number)
    if (numbers.every((item) => item <= 255)) add(found, match, Uint8Array.from(numbers))
  }
  return found
}

function isKeySizedList(text: string, bytes: Uint8Array): boolean {
  return text.includes(',') && new Set(bytes).size >= 20 && bytes.some((byte) => byte > 199)
}

/** Is it a hash behind the name of a transaction or a block? */
function isChainMade(text: string, start: number, end: number): boolean {
  return hashLike.test(text.slice(start, end)) && namesWhatAChainMade(labelBefore(text, start))
}

/** The bytes of a key, in whatever signs it was written, so that all its forms have one tag. */
function find(text: string, facts: Facts): readonly Span[] {
  const spans: Span[] = []
  // The shortest candidate, a list of small numbers, has 43 signs in a row without a letter; all others are longer.
  if (text.length < 43) return spans
  for (const { start, end, bytes } of candidates(text)) {
    const value = Buffer.from(bytes).toString('hex')
    const isNamed = bytes.length === 32 && isChainMade(text, start, end)
    const verdict = isNamed ? facts.chainMadeKind(value) : facts.keyKind(value)
    if (verdict === 'other') {
      // So many different large numbers in a row are no figures of a report.
      if (!isKeySizedList(text.slice(start, end), bytes)) continue
      spans.push({ start, end, rule: 'byte-list', kind: 'private-key', value: value.slice(0, 64) })
      continue
    }
    const rule = verdict === 'key' ? 'private-key' : 'key-untested'
    spans.push({ start, end, rule, kind: 'private-key', value: value.slice(0, 64) })
  }
  return spans
}

/** Private keys that need no name: an address or a public half that follows from them was seen. */
export const keys: DeepRule = {
  name: 'private-key',
  // Examples with a real key would be keys: the tests make theirs at run time.
  mustHide: [],
  mustKeep: [`tx 0x${'4f'.repeat(32)}`, `data 0xa9059cbb${'5a'.repeat(128)}`],
  find,
}
