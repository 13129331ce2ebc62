import type { OnReadOpts, Socket } from 'node:net'
import type { Stop } from './stop.ts'
import type { Target } from './target.ts'

/** How far an exchange has come; a failure belongs to the phase in which it happened. */
export type Phase = 'dns' | 'connect' | 'tls' | 'headers' | 'body'

/** What is noted on the way; filled in by the connection and the transport of one exchange. */
export type Trace = {
  phase: Phase
  /** When the head was whole, by the clock's monotonic time; null when the transport did not note it. */
  headAtMs: number | null
  dnsMs: number | null
  connectMs: number | null
  tlsMs: number | null
  tlsValidUntil: string | null
}

/** A guarded request, ready for the wire. Header names in lower case, without `host`. */
export type WireRequest = {
  readonly method: string
  readonly target: Target
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  /** No more than one byte beyond this of the answer's body is needed, and a little more where it is encoded. */
  readonly mostBodyBytes: number
}

/** The bytes of a body as they come. Breaks off with a Node error; never with an event that nobody hears. */
export type WireBody = AsyncIterable<Buffer> & {
  readonly destroy: () => unknown
  /** All of it, where it is there already. */
  readonly whole?: Buffer
}

/** The head of an answer; the body is still to be read, and must be read or destroyed. */
export type WireAnswer = {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: WireBody
  /** There when the bytes of the body are lent: what gives them back. The next answer is written over them. */
  readonly giveBack?: () => void
}

/** A body that is there already. */
export function wholeBody(bytes: Buffer): WireBody {
  async function* once() {
    if (bytes.length > 0) yield bytes
  }
  return { [Symbol.asyncIterator]: once, destroy: () => {}, whole: bytes }
}

/**
 * Opens a guarded connection. Rejects with a Node error whose `code` says why; `trace.phase` says where. Without TLS
 * its bytes go to the landing, where there is one, and not to those who listen to the socket.
 */
export type Open = (target: Target, trace: Trace, stop: Stop, landing?: OnReadOpts) => Promise<Socket>

/** Sends one request. Rejects like `Open`; a stop closes the connection at once. */
export type Transport = (request: WireRequest, trace: Trace, stop: Stop) => Promise<WireAnswer>

/** Answers of at most so many bytes, head and body together, are read without a parser of all of HTTP. */
export const mostPlainBytes = 65_536

/** Most header bytes of an answer, names and values together. */
export const maxHeaderBytes = 65_536

/** A trace in which nothing has happened yet. */
export function newTrace(): Trace {
  return { phase: 'dns', headAtMs: null, dnsMs: null, connectMs: null, tlsMs: null, tlsValidUntil: null }
}

/** Name and value alternating becomes pairs, with names in lower case and the order kept. */
export function headerPairs(raw: readonly string[]): readonly (readonly [name: string, value: string])[] {
  const pairs: (readonly [string, string])[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([(raw[i] ?? '').toLowerCase(), raw[i + 1] ?? ''])
  return pairs
}
