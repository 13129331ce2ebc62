import type { View } from '../view.ts'
import { base58Bytes } from './base58.ts'
import { backward } from './escapes.ts'

/** Bytes that a stretch of text spells. `at` is where the stretch begins. */
export type Spelled = {
  readonly at: number
  readonly bytes: Uint8Array
  readonly as: 'hex' | 'base64' | 'base32' | 'base58' | 'list' | 'decimal'
  /** Read forward from its first letter: what a reader would take it for. */
  readonly plain: boolean
  /** Not of the length of a hash or a key, and of mixed letters: may have been packed without a mark. */
  readonly packed: boolean
}

/** Receives what was spelled and says whether there was anything in it. */
export type Take = (spelled: Spelled) => boolean

// Runs of one character class, at least 16 long: linear. The decoders below get them in bounded form.
const dense = /[A-Za-z0-9+/_-]{16,}/g
const hexRun = /[0-9a-fA-F]{16,}/g

// Pairs or numbers with something between them, eight or more. The separators hold no digit, and every
// repetition eats at least two characters: linear.
const pairs = /[0-9a-fA-F]{2}(?:(?:[ \t:,.|\r\n-]|\\x|0x|x0|x\\){1,6}[0-9a-fA-F]{2}){7,}(?![0-9a-fA-F])/g
const numbers = /\d{1,3}(?:[ \t]{0,4}(?:,|\r?\n|[ \t])[ \t\r\n]{0,16}\d{1,3}){7,}(?!\d)/g
const decimal = /(?<!\d)\d{66,78}(?!\d)/g

// Addresses, hashes and keys: nothing that was packed.
const hashLengths = new Set([40, 64, 128, 130])

// Ids of cases and traces: a try to unpack each of them would take as long as all the rest.
const longestId = 32

const onlyHex = /^(?:0[xX])?[0-9a-fA-F]+$/
const base32 = /^(?:[A-Z2-7]{16,}|[a-z2-7]{16,})$/
// Quadratic, so bounded: 4 ms at this length, 1 µs per letter.
const longestBase58 = 4096

/** Stretches with nothing in them, by the pattern that found them. */
export type Empty = Map<string, Set<string>>

/**
 * All that hex, base64, base64url, base32, base58 and lists of bytes spell in a view, in every alignment and
 * in both directions. Stretches that stand in `empty` are passed over; those with nothing in them join it.
 */
export function spelled(view: View, empty: Empty, take: Take): void {
  const { text } = view
  const each = (pattern: RegExp, read: (run: string, at: number, plain: boolean) => boolean) => {
    const known = empty.get(pattern.source) ?? new Set<string>()
    empty.set(pattern.source, known)
    for (const { 0: run, index } of text.matchAll(pattern)) {
      if (known.has(run)) continue
      const ahead = read(run, index, true)
      const back = read(backward(run), index, false)
      if (!ahead && !back) known.add(run)
    }
  }
  each(hexRun, (run, at, plain) => {
    const packed = run.length > longestId && !hashLengths.has(run.length)
    const even = take({ at, bytes: Buffer.from(run, 'hex'), as: 'hex', plain, packed })
    const odd = Buffer.from(run.slice(1), 'hex')
    return take({ at, bytes: odd, as: 'hex', plain: false, packed: false }) || even
  })
  each(dense, (run, at, plain) => !onlyHex.test(run) && denseRun(run, at, plain, take))
  each(pairs, (run, at, plain) => {
    // Without the prefix of each pair what remains is the pairs alone.
    const digits = run.replace(/0x|x0|\\x|x\\/g, ' ').match(/[0-9a-fA-F]{2}/g) ?? []
    return take({ at, bytes: Buffer.from(digits.join(''), 'hex'), as: 'list', plain, packed: true })
  })
  each(numbers, (run, at, plain) => {
    const values = (run.match(/\d+/g) ?? []).map(Number)
    const isBytes = values.every((value) => value < 256)
    return isBytes && take({ at, bytes: Uint8Array.from(values), as: 'list', plain, packed: true })
  })
  each(decimal, (run, at, plain) => {
    const hex = BigInt(run).toString(16)
    return (
      hex.length <= 64 &&
      take({ at, bytes: Buffer.from(hex.padStart(64, '0'), 'hex'), as: 'decimal', plain, packed: false })
    )
  })
}

function denseRun(run: string, at: number, plain: boolean, take: Take): boolean {
  let any = false
  const packed =
    run.length >= 24 &&
    !(isKeySize(run) && !/[0OIl+/_-]/.test(run)) &&
    /[0-9]/.test(run) &&
    /[A-Z]/.test(run) &&
    /[a-z]/.test(run)
  for (const skip of [0, 1, 2, 3]) {
    const bytes = Buffer.from(run.slice(skip), 'base64')
    const whole = skip === 0
    any = take({ at, bytes, as: 'base64', plain: plain && whole, packed: packed && whole }) || any
  }
  for (const part of run.split(/[+/_-]/)) {
    if (part.length < 16) continue
    if (base32.test(part)) {
      for (let skip = 0; skip < 8; skip += 1) {
        any =
          take({ at, bytes: base32Bytes(part, skip), as: 'base32', plain: false, packed: skip === 0 }) || any
      }
    }
    if (part.length <= longestBase58 && /[1-9A-HJ-NP-Z]/.test(part) && !/[0OIl]/.test(part)) {
      any =
        take({
          at,
          bytes: base58Bytes(part),
          as: 'base58',
          plain,
          packed: part.length >= 24 && !isKeySize(part),
        }) || any
    }
  }
  return any
}

/** The lengths of an address, a seed, and a transaction signature on Solana. */
const isKeySize = (part: string) =>
  (part.length > 42 && part.length < 45) || (part.length > 85 && part.length < 89)

function base32Bytes(run: string, skip: number): Uint8Array {
  const bytes = new Uint8Array(Math.floor(((run.length - skip) * 5) / 8))
  let bits = 0
  let held = 0
  let out = 0
  for (let at = skip; at < run.length; at += 1) {
    const code = run.charCodeAt(at)
    held = ((held << 5) | (code < 56 ? code - 24 : (code & 31) - 1)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[out] = (held >> bits) & 255
    out += 1
  }
  return bytes
}
