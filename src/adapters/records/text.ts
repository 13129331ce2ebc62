import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { takeHead } from './head.ts'
import { recordsLimits } from './limits.ts'
import { unreadable } from './unreadable.ts'

const headBytes = 4096

const foreign: readonly (readonly [words: string, magic: readonly number[]])[] = [
  ['a ZIP or Excel file', [0x50, 0x4b, 0x03, 0x04]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['compressed with zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['compressed with xz', [0xfd, 0x37, 0x7a, 0x58]],
  ['compressed with bzip2', [0x42, 0x5a, 0x68]],
  ['an SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65]],
  ['text in UTF-32', [0xff, 0xfe, 0x00, 0x00]],
]

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}

async function peek(chunks: AsyncIterable<Buffer>): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const { head, all } = await takeHead(
    chunks,
    (list) => list.reduce((sum, chunk) => sum + chunk.length, 0) >= headBytes,
    Buffer.from,
  )
  return { head: Buffer.concat(head).subarray(0, headBytes), all }
}

/** Chunks that outlast the next one: a stream asks for several at once. */
async function* copies(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) yield Buffer.from(chunk)
}

async function* gunzip(bytes: AsyncIterable<Buffer>, file: string, maxBytes: number): AsyncGenerator<Buffer> {
  const source = Readable.from(copies(bytes))
  // The iteration below throws what the pipeline meets; the callback only keeps it from being unhandled.
  const plain = pipeline(source, createGunzip({ chunkSize: 262_144 }), () => undefined)
  let total = 0
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      total += chunk.length
      if (total > maxBytes) {
        throw unreadable(file, `The gzip data decodes to more than ${maxBytes} bytes; split the file.`)
      }
      yield chunk
    }
  } catch (error) {
    if (
      typeof (error as NodeJS.ErrnoException).code === 'string' &&
      /^Z_/.test(String((error as NodeJS.ErrnoException).code))
    ) {
      throw unreadable(file, 'The gzip data is damaged or cut off.', error)
    }
    throw error
  } finally {
    plain.destroy()
    source.destroy()
  }
}

/** The encoding of a beginning: by its byte order mark, else by where its zero bytes stand. */
function encodingOf(head: Buffer, file: string): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const strange = foreign.find(([, magic]) => startsWith(head, magic))
  if (strange !== undefined) throw unreadable(file, `It is ${strange[0]}; export it as JSON lines or CSV.`)
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le'
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be'
  let even = 0
  let odd = 0
  for (const [index, byte] of head.entries()) {
    if (byte === 0 && index % 2 === 0) even += 1
    if (byte === 0 && index % 2 === 1) odd += 1
  }
  if (even === 0 && odd === 0) return 'utf-8'
  // Names and digits are ASCII, so nearly every second byte of UTF-16 is zero; a binary file has them anywhere.
  const half = Math.floor(head.length / 2)
  if (odd > half * 0.7 && even < half * 0.1) return 'utf-16le'
  if (even > half * 0.7 && odd < half * 0.1) return 'utf-16be'
  throw unreadable(file, 'It is a binary file; export it as JSON lines or CSV.')
}

/** A records file as it is inside: unpacked, with the encoding of its text told. */
export type PlainBytes = {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
  readonly bytes: AsyncIterable<Buffer>
  /** They are not the bytes of the file. */
  readonly isPacked: boolean
}

/**
 * Unpacks gzip (up to `maxBytes`) and tells UTF-8 from UTF-16. Throws `OpsError` RECORDS_UNREADABLE for anything that
 * is not text, and what `bytes` throws.
 */
export async function plainBytes(
  bytes: AsyncIterable<Buffer>,
  file: string,
  maxBytes: number = recordsLimits.gzipBytes,
): Promise<PlainBytes> {
  const outer = await peek(bytes)
  const isPacked = startsWith(outer.head, [0x1f, 0x8b])
  const inner = isPacked ? await peek(gunzip(outer.all, file, maxBytes)) : outer
  return { encoding: encodingOf(inner.head, file), bytes: inner.all, isPacked }
}

/** The text of plain bytes, without a byte order mark; no chunk ends within a character. */
export async function* textOf({ encoding, bytes }: Omit<PlainBytes, 'isPacked'>): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}
