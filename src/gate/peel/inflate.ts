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
  try {
    // Torn or followed by other bytes: what can be read is read.
    const part = unzipSync(bytes, { maxOutputLength: largest, finishFlush: constants.Z_SYNC_FLUSH })
    return { bytes: part, cut: isGzip }
  } catch (error) {
    return isGzip || isTooLarge(error) ? { bytes: new Uint8Array(), cut: true } : null
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
