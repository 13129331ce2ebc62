import { seam } from '../view.ts'

/** Text in any of the usual encodings, by its mark or by where its zero bytes stand. Never throws. */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return utf16(bytes.subarray(2), 0)
  if (first === 0xfe && second === 0xff) return utf16(bytes.subarray(2), 1)
  const side = zeroSide(bytes)
  if (side !== null) return utf16(bytes, side)
  return plainText(bytes)
}

const plainText = (bytes: Uint8Array) => utf8(bytes) ?? buffer(bytes).toString('latin1')

/** Null when the bytes are no UTF-8. Nothing is thrown: an exception costs more than the decoding. */
function utf8(bytes: Uint8Array): string | null {
  const text = buffer(bytes).toString('utf8')
  return text.includes('\ufffd') ? null : text
}

const buffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** A character of UTF-8 has at most four bytes. */
const longestCharacter = 4

/** How many of the last bytes begin a character of UTF-8 that is not complete. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back < longestCharacter && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}

/** UTF-8 that comes block by block; a block that is none is read as letters of one byte. */
export async function* textOfBlocks(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Uint8Array = new Uint8Array()
  for await (const block of blocks) {
    const bytes = rest.length === 0 ? block : Buffer.concat([rest, block])
    const end = bytes.length - unfinished(bytes)
    yield plainText(bytes.subarray(0, end))
    // A copy: whoever gave the block may use its memory again.
    rest = Uint8Array.from(bytes.subarray(end))
  }
  if (rest.length > 0) yield plainText(rest)
}

/**
 * The text that decoded bytes hold: all of them when they are text, else the stretches of at least twelve
 * letters. Null when there is none.
 */
export function textWithin(bytes: Uint8Array): string | null {
  if (bytes.length < 6) return null
  const whole = zeroSide(bytes) === null ? shortText(bytes) : textOf(bytes)
  if (whole !== null && isMostlyShown(whole)) return whole
  // One class, at least twelve long: linear. Random bytes hold such a stretch once in ten thousand hashes.
  const pieces = Buffer.from(bytes)
    .toString('latin1')
    .match(/[\t\n\r -~]{12,}/g)
  return pieces === null ? null : pieces.join(seam)
}

function shortText(bytes: Uint8Array): string | null {
  // Random bytes nearly always hold one above 0xf4 or a control character among the first: cheap to see.
  for (let at = 0; at < Math.min(bytes.length, 48); at += 1) {
    const byte = bytes[at] ?? 0
    if (byte > 0xf4 || (byte < 32 && byte !== 10 && byte !== 13 && byte !== 9 && byte !== 27)) return null
  }
  return utf8(bytes)
}

function isMostlyShown(text: string): boolean {
  // One character class: linear.
  const hidden = text.slice(0, 4096).replace(/[ -~\t\r\n\u00a0-\uffff]/g, '').length
  return hidden <= Math.min(text.length, 4096) * 0.15
}

/** On which side of each pair the zero byte stands, when nearly all pairs have one. */
function zeroSide(bytes: Uint8Array): 0 | 1 | null {
  if (bytes.length < 8) return null
  const counts: [number, number] = [0, 0]
  const end = Math.min(bytes.length & ~1, 4096)
  for (let at = 0; at < end; at += 1) if (bytes[at] === 0) counts[at & 1 ? 1 : 0] += 1
  const many = (end / 2) * 0.6
  if (counts[1] > many && counts[0] < many / 8) return 0
  return counts[0] > many && counts[1] < many / 8 ? 1 : null
}

function utf16(bytes: Uint8Array, highFirst: 0 | 1): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1))
  return (highFirst === 1 ? even.swap16() : even).toString('utf16le')
}
