import { pipeline, Readable } from 'node:stream'
import type { WireBody } from './wire.ts'

/** A decoded body; `truncated` when there was more than was asked for. */
export type Body = { readonly bytes: Buffer; readonly truncated: boolean }

type Zlib = typeof import('node:zlib')
type Decoder = (zlib: Zlib, first: Buffer) => NodeJS.ReadWriteStream & { destroy: () => unknown }

const gunzip: Decoder = (zlib) => zlib.createGunzip()

// "deflate" means zlib (RFC 1950), but raw RFC 1951 streams are sent too; the low nibble 8 tells them apart.
const decoders: Readonly<Record<string, Decoder>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  br: (zlib) => zlib.createBrotliDecompress(),
  deflate: (zlib, first) => ((first[0] ?? 0) % 16 === 8 ? zlib.createInflate() : zlib.createInflateRaw()),
}

const mostEncodings = 3
const none: readonly string[] = []

/**
 * The content encodings of an answer in the order they were applied, `identity` left out; undefined when
 * one of them is not understood or there are more than three.
 */
export function encodingsOf(
  headers: readonly (readonly [name: string, value: string])[],
): readonly string[] | undefined {
  // Most answers name none: looked for first, because it is done for every answer.
  if (!headers.some(([name]) => name === 'content-encoding')) return none
  const named = headers
    .filter(([name]) => name === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((encoding) => encoding.trim().toLowerCase())
    .filter((encoding) => encoding !== '' && encoding !== 'identity')
  return named.length <= mostEncodings && named.every((name) => Object.hasOwn(decoders, name))
    ? named
    : undefined
}

async function* rest(first: Buffer, others: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  for (let next = await others.next(); next.done !== true; next = await others.next()) yield next.value
}

async function* decode(source: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]()
  const first = await chunks.next()
  // A HEAD, 204 or 304 names the encoding and has no body; decoders call that a damaged stream.
  const decoder =
    first.done === true ? undefined : decoders[encoding]?.(await import('node:zlib'), first.value)
  if (first.done === true || decoder === undefined) return
  const feed = Readable.from(rest(first.value, chunks))
  // Errors of the feed reach the reader by way of the decoder, which `pipeline` destroys with them.
  pipeline(feed, decoder, () => {})
  try {
    for await (const chunk of decoder) yield chunk as Buffer
  } finally {
    feed.destroy()
    decoder.destroy()
    await chunks.return?.()
  }
}

/** A body that is there already and plain, up to `maxBytes`; undefined when it has to be read or decoded. */
export function wholeOf(body: WireBody, encodings: readonly string[], maxBytes: number): Body | undefined {
  const { whole } = body
  if (whole === undefined || encodings.length > 0) return undefined
  return { bytes: whole.subarray(0, maxBytes), truncated: whole.length > maxBytes }
}

/**
 * Reads at most `maxBytes` of the decoded body and destroys the stream, so that a bomb costs no more
 * than the cap. Rejects with a Node error whose `code` says why the body broke off.
 */
export async function readBody(
  body: WireBody,
  encodings: readonly string[],
  maxBytes: number,
): Promise<Body> {
  const chunks: Buffer[] = []
  let size = 0
  let truncated = false
  const source = encodings.toReversed().reduce<AsyncIterable<Buffer>>(decode, body)
  try {
    for await (const chunk of source) {
      const room = maxBytes - size
      truncated = chunk.length > room
      chunks.push(truncated ? chunk.subarray(0, room) : chunk)
      size += Math.min(chunk.length, room)
      if (truncated) break
    }
  } finally {
    body.destroy()
  }
  const [only, ...others] = chunks
  // A body that came in one piece is not copied: it may be many megabytes.
  return { bytes: only !== undefined && others.length === 0 ? only : Buffer.concat(chunks), truncated }
}
