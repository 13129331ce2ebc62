import { brotliDecompressSync, constants, inflateRawSync, unzipSync } from 'node:zlib'
import { textWithin } from './bytes-to-text.ts'

/** What unpacked bytes hold; `cut` when there is more than could be read. Null when nothing was packed. */
export type Unpacked = { readonly bytes: Uint8Array; readonly cut: boolean }

/** No packed piece may grow beyond this. */
const largest = 64 << 20

/** Unpacks gzip and zlib, which have a mark. Never throws. */
export function unpackMarked(bytes: Uint8Array): Unpacked | null {
  if (bytes.length < 12) return null
  const [first = 0, second = 0, third = 0] = bytes
  const isGzip = first === 0x1f && second === 0x8b && third === 8
  const isZlib = (first & 0x0f) === 8 && first <= 0x78 && ((first << 8) | second) % 31 === 0
  return isGzip || isZlib ? marked(bytes, isGzip) : null
}

function marked(bytes: Uint8Array, isGzip: boolean): Unpacked | null {
  try {
    return { bytes: unzipSync(bytes, { maxOutputLength: largest }), cut: false }
  } catch (error) {
    if (isTooLarge(error)) return { bytes: new Uint8Array(), cut: true }
  }
  if (isGzip) return torn(bytes)
  try {
    const part = unzipSync(bytes, { maxOutputLength: largest, finishFlush: constants.Z_SYNC_FLUSH })
    return { bytes: part, cut: false }
  } catch (error) {
    return isTooLarge(error) ? { bytes: new Uint8Array(), cut: true } : null
  }
}

/** What can be read of gzip that is torn, or that other bytes follow (a wrapped line joined to the next). */
function torn(bytes: Uint8Array): Unpacked | null {
  // Three random bytes look like the mark once in 16 million; the rest of the header tells them apart.
  const [flags = 0, extra = 0, system = 0] = [bytes[3], bytes[8], bytes[9]]
  if ((flags & 0xe0) !== 0 || ![0, 2, 4].includes(extra) || (system > 13 && system !== 255)) return null
  // With a name or a comment in its header it is none that a program of ours or a server writes.
  if (flags !== 0) return { bytes: new Uint8Array(), cut: true }
  try {
    // The end of the stream is found by itself; what follows it is no part of it.
    return { bytes: inflateRawSync(bytes.subarray(10), { maxOutputLength: largest }), cut: false }
  } catch (error) {
    if (isTooLarge(error)) return { bytes: new Uint8Array(), cut: true }
  }
  try {
    const options = { maxOutputLength: largest, finishFlush: constants.Z_SYNC_FLUSH }
    return { bytes: inflateRawSync(bytes.subarray(10), options), cut: true }
  } catch {
    return { bytes: new Uint8Array(), cut: true }
  }
}

/** Unpacks raw deflate and brotli: they have no mark, so the only proof is that text comes out. Never throws. */
export function unpackUnmarked(bytes: Uint8Array): Unpacked | null {
  if (bytes.length > largest / 16) return null
  // Most tries fail at once: a buffer of the default size would cost more than the try.
  const chunkSize = Math.min(Math.max(bytes.length * 4, 1024), 65536)
  // Block type 3 does not exist in deflate.
  if (((bytes[0] ?? 0) & 6) !== 6) {
    try {
      const out = inflateRawSync(bytes, {
        chunkSize,
        maxOutputLength: largest,
        finishFlush: constants.Z_SYNC_FLUSH,
      })
      if (isText(out)) return { bytes: out, cut: false }
    } catch {
      // Not deflate.
    }
  }
  try {
    const out = brotliDecompressSync(bytes, { chunkSize, maxOutputLength: largest })
    if (isText(out)) return { bytes: out, cut: false }
  } catch {
    // Not brotli.
  }
  return null
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError
}

function isText(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && textWithin(bytes) !== null
}
