import { request } from 'node:http'
import { couldNotSee, saw } from '../../../src/core/observation.ts'
import type { Clock, Http } from '../../../src/core/ports.ts'

/** The bare Http port over real sockets, for loopback only: the chain's tests need no guards. */
export const directHttp: Http = {
  send: (asked, signal) =>
    new Promise((resolve) => {
      const look = { at: new Date().toISOString(), source: 'test', ref: asked.url }
      const limit = AbortSignal.timeout(asked.timeoutMs)
      const headers = { ...asked.headers, connection: 'close' }
      const message = request(asked.url, {
        method: asked.method,
        headers,
        signal: AbortSignal.any([signal, limit]),
      })
      const fail = (kind: 'connect' | 'body') => (error: Error) => {
        const step = signal.aborted ? 'aborted' : limit.aborted ? 'deadline' : kind
        resolve(couldNotSee(look, step, `${error.message} ${asked.url}`))
      }
      message.on('error', fail('connect'))
      message.on('response', (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('error', fail('body'))
        response.on('data', (part: string) => {
          body += part
        })
        response.on('end', () => {
          const names = Object.entries(response.headers)
          const answer = {
            status: response.statusCode ?? 0,
            headers: names.map(([name, value]) => [name, String(value)] as const),
            body: body.slice(0, asked.maxBodyBytes),
            bodyTruncated: body.length > asked.maxBodyBytes,
            timing: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: 0, totalMs: 0 },
            tlsValidUntil: null,
            receivedAt: look.at,
          }
          resolve(saw(look, answer))
        })
      })
      message.end(asked.body)
    }),
}

/** A clock whose sleeps end at once and are written down. */
export function quickClock(): Clock & { readonly sleeps: readonly number[] } {
  const sleeps: number[] = []
  return {
    sleeps,
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    sleep: async (ms) => {
      sleeps.push(ms)
    },
  }
}
