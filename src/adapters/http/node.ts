import { type IncomingMessage, request as send } from 'node:http'
import { onAbort } from '../on-abort.ts'
import { headerPairs, maxHeaderBytes, type Open, type Transport, type WireAnswer } from './wire.ts'

/** A transport over `node:http`: one connection per request, quick to load, for small runs. */
export function nodeTransport(open: Open): Transport {
  return async ({ method, target, headers, body }, trace, signal) => {
    const socket = await open(target, trace, signal)
    trace.phase = 'headers'
    return new Promise<WireAnswer>((resolve, reject) => {
      const request = send({
        // The socket is already encrypted where it must be, so plain `node:http` speaks over both.
        createConnection: () => socket,
        method,
        path: `${target.url.pathname}${target.url.search}`,
        headers: { ...headers, host: target.url.host },
        maxHeaderSize: maxHeaderBytes,
        insecureHTTPParser: false,
      })
      // Node drops header lines after the 2000th without a word; the byte cap is limit enough.
      request.maxHeadersCount = 0
      let answer: IncomingMessage | undefined
      onAbort(signal, () => request.destroy(new Error('aborted')))
      request.on('error', (error) => {
        socket.destroy()
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
        response.on('close', () => socket.destroy())
        const { statusCode = 0, rawHeaders } = response
        resolve({ status: statusCode, headers: headerPairs(rawHeaders), body: response })
      })
      request.end(body)
    })
  }
}
