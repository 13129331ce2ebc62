import { headerPairs, type WireAnswer } from './wire.ts'

/** An answer that is whole, and written so plainly that there is one way to read it. */
export type PlainAnswer = Pick<WireAnswer, 'status' | 'headers'> & { readonly body: Buffer }

/** What bytes of an answer are: whole, not yet all of it (what is missing), or not written plainly. */
export type PlainReading = PlainAnswer | 'head' | 'body' | 'other'

const mostHeadBytes = 16_384
const headEnd = '\r\n\r\n'

// RFC 9112 4, with a reason phrase; anchored, one class, linear.
const statusLine = /^HTTP\/1\.1 ([2-5]\d\d) [\t\x20-\x7e]*$/
// RFC 9110 5.1 and 5.5 without space at the ends, bytes above ASCII, or folding. The classes of name and value
// meet at a colon only, which the name cannot hold; what ends the value gives back spaces only. Linear.
const headerLine = /^([\w!#$%&'*+.^`|~-]+): ?([\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?$/
const length = /^\d{1,8}$/
const chunkSize = /^[\da-f]{1,6}$/i

/** Headers by which an answer is no longer a plain one, or has more to it than a head and a body. */
const unusual: readonly string[] = ['upgrade', 'trailer']

/** How the end of a body is known: by its length, or by its chunks. */
export type Framing = { readonly length: number } | 'chunks'

/** The head of an answer that is written plainly, and where its body begins. */
export type PlainHead = Pick<WireAnswer, 'status' | 'headers'> & {
  readonly framing: Framing
  readonly bodyAt: number
}

/** How the end of the body is known; undefined when that is not said, or said twice. A bare answer has none. */
function framingOf(headers: WireAnswer['headers'], isBare: boolean): Framing | undefined {
  const named = headers.filter(([name]) => name === 'content-length' || name === 'transfer-encoding')
  const [[name, value] = ['', '']] = named
  if (named.length === 0 && isBare) return { length: 0 }
  if (named.length !== 1) return undefined
  const isLength = name === 'content-length'
  if (isLength ? !length.test(value) : value.toLowerCase() !== 'chunked') return undefined
  if (isBare) return { length: 0 }
  return isLength ? { length: Number(value) } : 'chunks'
}

/** The body out of its chunks, which must end where the bytes do. */
function unchunked(bytes: Buffer): Buffer | 'body' | 'other' {
  const parts: Buffer[] = []
  let at = 0
  for (;;) {
    const end = bytes.indexOf('\r\n', at, 'latin1')
    // Eight digits are more than a plain chunk has; a size that is not ended by then never will be.
    if (end < 0) return bytes.length - at > 8 ? 'other' : 'body'
    const size = bytes.toString('latin1', at, Math.min(end, at + 8))
    if (!chunkSize.test(size)) return 'other'
    const from = end + 2
    const to = from + Number.parseInt(size, 16)
    if (bytes.length < to + 2) return 'body'
    if (bytes[to] !== 13 || bytes[to + 1] !== 10) return 'other'
    at = to + 2
    if (to === from) return at === bytes.length ? Buffer.concat(parts) : 'other'
    parts.push(bytes.subarray(from, to))
  }
}

function bodyOf(bytes: Buffer, framing: Framing): Buffer | 'body' | 'other' {
  if (framing === 'chunks') return unchunked(bytes)
  if (bytes.length === framing.length) return bytes
  return bytes.length < framing.length ? 'body' : 'other'
}

function headersOf(lines: readonly string[]): WireAnswer['headers'] | undefined {
  const raw: string[] = []
  for (const line of lines) {
    const [, name, value = ''] = headerLine.exec(line) ?? []
    if (name === undefined) return undefined
    raw.push(name, value)
  }
  const headers = headerPairs(raw)
  return headers.some(([name]) => unusual.includes(name)) ? undefined : headers
}

/**
 * Reads the head of what has arrived of an answer to a request by this method; `head` while it is not whole. Never
 * throws. `other` where it is not one final head of up to 16 KiB in printable ASCII with one plain framing.
 */
export function readPlainHead(received: Buffer, method: string): PlainHead | 'head' | 'other' {
  const end = received.indexOf(headEnd, 0, 'latin1')
  if (end < 0) return received.length > mostHeadBytes ? 'other' : 'head'
  if (end > mostHeadBytes) return 'other'
  const [first = '', ...lines] = received.toString('latin1', 0, end).split('\r\n')
  const [, status] = statusLine.exec(first) ?? []
  const headers = status === undefined ? undefined : headersOf(lines)
  if (status === undefined || headers === undefined) return 'other'
  const isBare = method === 'HEAD' || status === '204' || status === '304'
  const framing = framingOf(headers, isBare)
  if (framing === undefined) return 'other'
  return { status: Number(status), headers, framing, bodyAt: end + headEnd.length }
}

/**
 * Reads what has arrived of an answer to a request by this method. Never throws. It reads the plain form of
 * HTTP/1.1 and nothing else: one final head of up to 16 KiB in printable ASCII, one `Content-Length` or
 * `Transfer-Encoding: chunked`, no extensions, and not a byte too many. Where parsers could disagree it says
 * `other`, and the answer is for a parser that knows all of HTTP.
 */
export function readPlainAnswer(received: Buffer, method: string): PlainReading {
  const head = readPlainHead(received, method)
  if (typeof head === 'string') return head
  const { status, headers, framing, bodyAt } = head
  const body = bodyOf(received.subarray(bodyAt), framing)
  return typeof body === 'string' ? body : { status, headers, body }
}
