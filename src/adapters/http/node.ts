import { type IncomingMessage, request as send } from 'node:http'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { onStop, type Stop } from './stop.ts'
import { headerPairs, maxHeaderBytes, type WireAnswer, type WireRequest } from './wire.ts'

/** What of an answer has arrived on a socket, and what the socket failed with, if it has. */
export type Arrived = { readonly received: Buffer; readonly failure: Error | null }

/** A socket whose answer is told from its first byte; the request was sent before, and is not sent again. */
function fromTheBeginning(socket: Socket, { received, failure }: Arrived): Duplex {
  let begun = false
  const goOn = () => {
    if (failure !== null) return stream.destroy(failure)
    if (socket.readableEnded || socket.destroyed) return stream.push(null)
    return socket.resume()
  }
  const stream = new Duplex({
    read: () => {
      // Before what went wrong comes what had arrived, so that the step in which it did is named.
      if (begun || received.length === 0) return void goOn()
      begun = true
      stream.push(received)
    },
    write: (_bytes, _encoding, done) => done(),
    destroy: (error, done) => {
      socket.destroy()
      done(error)
    },
  })
  socket
    .on('data', (bytes: Buffer) => void (stream.push(bytes) || socket.pause()))
    .on('end', () => stream.push(null))
    .on('error', (error) => stream.destroy(error))
    .on('close', () => stream.push(null))
  return stream
}

/**
 * Lets `node:http` read an answer of which some has arrived on a paused socket. Rejects with a Node error
 * whose `code` says why; a stop closes the connection at once.
 */
export function readAgain(
  socket: Socket,
  arrived: Arrived,
  { method, target, headers }: WireRequest,
  stop: Stop,
): Promise<WireAnswer> {
  const stream = fromTheBeginning(socket, arrived)
  return new Promise<WireAnswer>((resolve, reject) => {
    const request = send({
      createConnection: () => stream,
      method,
      path: `${target.url.pathname}${target.url.search}`,
      headers: { ...headers, host: target.url.host },
      maxHeaderSize: maxHeaderBytes,
      insecureHTTPParser: false,
    })
    // Node drops header lines after the 2000th without a word; the byte cap is limit enough.
    request.maxHeadersCount = 0
    let answer: IncomingMessage | undefined
    onStop(stop, () => request.destroy(new Error('aborted')))
    request.on('error', (error) => {
      stream.destroy()
      // A parser error in the middle of the body is reported here, and would reach the reader as a reset.
      answer?.destroy(error)
      reject(error)
    })
    request.on('upgrade', (_answer, upgraded) => {
      upgraded.destroy()
      reject(Object.assign(new Error('an upgrade that nobody asked for'), { code: 'HTTP_MALFORMED' }))
    })
    request.on('response', (response) => {
      answer = response
      response.on('error', () => {}).on('close', () => stream.destroy())
      const { statusCode = 0, rawHeaders } = response
      resolve({ status: statusCode, headers: headerPairs(rawHeaders), body: response })
    })
    request.end()
  })
}
