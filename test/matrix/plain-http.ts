import { request } from 'node:http'
import { couldNotSee, saw } from '../../src/core/observation.ts'
import type { Http, HttpAnswer, HttpRequest } from '../../src/core/ports.ts'

function exchange(asked: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const options = { method: asked.method, headers: asked.headers ?? {}, signal, timeout: asked.timeoutMs }
    const sent = request(asked.url, options, (answer) => {
      const firstByteMs = performance.now() - started
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const whole = Buffer.concat(chunks)
        const headers: [string, string][] = []
        for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2)
          headers.push([answer.rawHeaders[i]!.toLowerCase(), answer.rawHeaders[i + 1]!])
        const totalMs = performance.now() - started
        resolve({
          status: answer.statusCode ?? 0,
          headers,
          body: whole.subarray(0, asked.maxBodyBytes).toString('utf8'),
          bodyTruncated: whole.length > asked.maxBodyBytes,
          timing: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs, totalMs },
          tlsValidUntil: null,
          receivedAt: new Date().toISOString(),
        })
      })
    })
    sent.on('timeout', () => sent.destroy(new Error('time-out')))
    sent.on('error', reject)
    sent.end(asked.body)
  })
}

/** A small Http port over real sockets: no guards, because the tests only speak to loopback. */
export function plainHttp(): Http {
  return {
    send: async (asked, signal) => {
      const look = { at: new Date().toISOString(), source: 'http', ref: asked.url }
      try {
        return saw(look, await exchange(asked, signal))
      } catch (error) {
        const detail = error instanceof Error ? error.message : 'failed'
        return couldNotSee(look, signal.aborted ? 'aborted' : 'connect', detail)
      }
    },
  }
}
