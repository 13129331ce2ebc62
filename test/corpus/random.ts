import { createHash } from 'node:crypto'

/** Bytes, numbers and texts that follow from a seed alone, so that no secret stands in the repository. */
export type Random = {
  readonly bytes: (count: number) => Buffer
  /** A whole number from 0 to `below` - 1. */
  readonly int: (below: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  readonly text: (alphabet: string, count: number) => string
}

/** SHA-256 in counter mode over the seed. The same seed gives the same answers in the same order. */
export function createRandom(seed: string): Random {
  let block = Buffer.alloc(0)
  let used = 0
  let counter = 0
  const byte = (): number => {
    if (used === block.length) {
      block = createHash('sha256').update(`${seed}/${counter}`).digest()
      counter += 1
      used = 0
    }
    used += 1
    return block[used - 1]!
  }
  const bytes = (count: number) => Buffer.from(Array.from({ length: count }, byte))
  const int = (below: number) => bytes(4).readUInt32BE() % below
  const pick = <T>(list: readonly T[]): T => list[int(list.length)]!
  const text = (alphabet: string, count: number) =>
    Array.from({ length: count }, () => alphabet[int(alphabet.length)]).join('')
  return { bytes, int, pick, text }
}

/** Alphabets of tokens. */
export const digits = '0123456789'
export const lower = 'abcdefghijklmnopqrstuvwxyz'
export const upper = lower.toUpperCase()
export const alphanumeric = digits + upper + lower
export const hexDigits = '0123456789abcdef'
export const base58Digits = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
export const bech32Digits = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'

/** Bytes in the base58 of Bitcoin and Solana. */
export function base58(bytes: Uint8Array): string {
  let number = BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
  let text = ''
  while (number > 0n) {
    text = base58Digits[Number(number % 58n)]! + text
    number /= 58n
  }
  for (const byte of bytes) {
    if (byte !== 0) break
    text = `1${text}`
  }
  return text
}

/** A token of `count` characters that surely mixes capitals, small letters and digits. */
export function mixedToken(random: Random, count: number): string {
  return (
    random.text(upper, 2) +
    random.text(digits, 2) +
    random.text(lower, 2) +
    random.text(alphanumeric, count - 6)
  )
}
