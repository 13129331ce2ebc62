import type { Socket } from 'node:net'
import { readPlainAnswer } from './plain-answer.ts'
import { onStop } from './stop.ts'
import {
  mostPlainBytes,
  type Open,
  type Trace,
  type Transport,
  type WireAnswer,
  type WireRequest,
  wholeBody,
} from './wire.ts'

/** An answer that comes in more pieces is not read from its beginning again for each of them. */
const mostPieces = 16

const sentWithLength: readonly string[] = ['POST', 'PUT', 'PATCH']

/** A request as `node:http` writes it. Names and values were checked by the guard, the path by `URL`. */
export function requestText(
  { method, target, headers, body }: WireRequest,
  connection: 'close' | 'keep-alive' = 'close',
): string {
  const { pathname, search } = target.url
  let text = `${method} ${pathname}${search} HTTP/1.1\r\n`
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`
  text += `host: ${target.host}\r\nConnection: ${connection}\r\n`
  if (body === undefined && !sentWithLength.includes(method)) return `${text}\r\n`
  return `${text}Content-Length: ${Buffer.byteLength(body ?? '')}\r\n\r\n${body ?? ''}`
}

/** What came of reading: a whole plain answer, or the bytes so far for a parser that knows all of HTTP. */
type Read = WireAnswer | { readonly received: Buffer; readonly failure: Error | null }

function readFrom(socket: Socket, method: string, trace: Trace, now: () => number): Promise<Read> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    const give = (read: Read) => {
      // At once: what comes next must not be lost between two listeners.
      socket.pause()
      socket.off('data', take).off('end', breakOff).off('error', breakOff).off('close', breakOff)
      socket.on('error', () => {})
      resolve(read)
    }
    const breakOff = (error?: unknown) =>
      give({ received: Buffer.concat(pieces), failure: error instanceof Error ? error : null })
    const take = (piece: Buffer) => {
      pieces.push(piece)
      const received = pieces.length === 1 ? piece : Buffer.concat(pieces)
      const read = readPlainAnswer(received, method)
      if (read !== 'head' && read !== 'other' && trace.headAtMs === null) {
        trace.headAtMs = now()
        trace.phase = 'body'
      }
      if (typeof read === 'object') give({ ...read, body: wholeBody(read.body) })
      else if (read === 'other' || pieces.length >= mostPieces || received.length >= mostPlainBytes)
        breakOff()
    }
    socket.on('data', take).on('end', breakOff).on('error', breakOff).on('close', breakOff)
  })
}

/**
 * A transport for small runs: one connection per request, and an answer that is written plainly is read here.
 * Every other answer is read by `node:http` from its first byte, which costs a start-up its loading.
 */
export function lightTransport(open: Open, now: () => number): Transport {
  return async (request, trace, stop) => {
    const socket = await open(request.target, trace, stop)
    trace.phase = 'headers'
    const forget = onStop(stop, () => socket.destroy(new Error('aborted')))
    const reading = readFrom(socket, request.method, trace, now)
    socket.write(requestText(request))
    const read = await reading
    if ('status' in read) {
      forget()
      socket.destroy()
      return read
    }
    // The head is read again, and what goes wrong with it is no fault of the body.
    trace.phase = 'headers'
    const { readAgain } = await import('./node.ts')
    return readAgain(socket, read, request, stop)
  }
}
