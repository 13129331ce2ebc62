import { randomFillSync } from 'node:crypto'

/** Where each part of a payment begins among the positions of the tables, and how many bytes it has. */
export const parts = {
  payer: { at: 0, bytes: 20 },
  nonce: { at: 20, bytes: 32 },
  tx: { at: 52, bytes: 32 },
} as const

/** One part of a payment. */
export type Part = (typeof parts)[keyof typeof parts]

const positions = 84

/**
 * 128 random bits for every byte at every position. The sum (without carry) over the bytes of a text is its hash:
 * two different texts have the same one with a chance of 2^-128, whatever they are, as long as whoever
 * chose them does not know the tables; each run draws its own. A zero byte adds nothing.
 */
export type Tables = Uint32Array

/** Draws tables. `fill` fills bytes at random. */
export function drawTables(fill: (bytes: Uint8Array) => void = randomFillSync): Tables {
  const tables = new Uint32Array(positions * 256 * 4)
  fill(new Uint8Array(tables.buffer))
  for (let position = 0; position < positions; position += 1) {
    tables.fill(0, position * 1024, position * 1024 + 4)
  }
  return tables
}

/** Four words of 32 bits. */
export type Hash = Uint32Array

/** A hash of nothing. */
export const noHash = (): Hash => new Uint32Array(4)

/** Makes a hash one of nothing again. */
export function clear(hash: Hash): void {
  hash[0] = 0
  hash[1] = 0
  hash[2] = 0
  hash[3] = 0
}

/** Adds one hash to another. */
export function addHash(to: Hash, hash: Hash): void {
  for (let lane = 0; lane < 4; lane += 1) to[lane] = (to[lane] ?? 0) ^ (hash[lane] ?? 0)
}

/** Adds a part that stands as bytes in a column. */
export function addBytes(
  to: Hash,
  tables: Tables,
  { at, bytes }: Part,
  column: Uint8Array,
  from: number,
): void {
  let [a, b, c, d] = [to[0] as number, to[1] as number, to[2] as number, to[3] as number]
  let row = at * 1024
  for (let next = from; next < from + bytes; next += 1, row += 1024) {
    const entry = row + (column[next] as number) * 4
    a ^= tables[entry] as number
    b ^= tables[entry + 1] as number
    c ^= tables[entry + 2] as number
    d ^= tables[entry + 3] as number
  }
  to[0] = a
  to[1] = b
  to[2] = c
  to[3] = d
}

const digits = new Uint8Array(256)
for (const [value, digit] of [...'0123456789abcdef'].entries()) digits[digit.charCodeAt(0)] = value

// A native copy of the whole text is cheaper than to ask a string for each of its letters.
const letters = Buffer.alloc(66)
const bytesOfText = new Uint8Array(32)

/** Adds a part that is written as lower-case hex with `0x`, of exactly its bytes. */
export function addHex(to: Hash, tables: Tables, part: Part, text: string): void {
  letters.write(text, 0, 2 + part.bytes * 2, 'latin1')
  for (let at = 0; at < part.bytes; at += 1) {
    const high = digits[letters[2 + at * 2] as number] as number
    bytesOfText[at] = high * 16 + (digits[letters[3 + at * 2] as number] as number)
  }
  addBytes(to, tables, part, bytesOfText, 0)
}
