import { spawnSync } from 'node:child_process'
import { createServer } from 'node:https'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  answerOf,
  ask,
  blindOf,
  type Listening,
  listening,
  makeHttp,
  never,
  type Pem,
  rawServer,
  selfSigned,
} from '../adapters/http/rig.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const names = 'DNS:localhost,DNS:pinned.example,IP:127.0.0.1'
/** Comes in many records. */
const large = 'text of a large answer '.repeat(40_000)
let good: Pem
let expired: Pem
let served: Listening
let servedExpired: Listening
const sni: (string | false)[] = []

beforeAll(async () => {
  if (!hasOpenssl) return
  good = selfSigned(30, names)
  expired = selfSigned(-10, names)
  const serve = (pem: Pem) =>
    listening(
      createServer({ ...pem, keepAlive: true }, (request, response) => {
        sni.push((request.socket as unknown as { servername: string | false }).servername)
        if (request.url === '/large') response.end(large)
        else response.end(request.headers.host)
      }),
    )
  served = await serve(good)
  servedExpired = await serve(expired)
})
afterAll(async () => {
  await served?.close()
  await servedExpired?.close()
})
beforeEach((context) => context.skip(!hasOpenssl, 'no openssl: apt-get install openssl'))

describe.each(['node', 'undici', 'at once'] as const)('TLS over %s', (transport) => {
  const toLoopback = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }])
  const trusting = (over = {}) => makeHttp(transport, { extraCa: good.cert, ...over })

  test('the last day of the certificate and the handshake time come with every answer', async () => {
    const http = trusting()
    for (let i = 0; i < 2; i += 1) {
      const answer = answerOf(await http.send(ask(`https://127.0.0.1:${served.port}/`), never))
      const days = (Date.parse(answer.tlsValidUntil ?? '') - Date.now()) / 86_400_000
      expect(days).toBeGreaterThan(29.9)
      expect(days).toBeLessThan(30.1)
      if (i === 0) expect(answer.timing.tlsMs).toBeGreaterThan(0)
    }
  })

  test('a large answer is whole, and so is the next one on its connection', async () => {
    const http = trusting()
    for (const path of ['large', '', 'large']) {
      const request = ask(`https://127.0.0.1:${served.port}/${path}`, { maxBodyBytes: 2_000_000 })
      const { body } = answerOf(await http.send(request, never))
      expect(body).toBe(path === '' ? `127.0.0.1:${served.port}` : large)
    }
  })

  test('the name of the URL is sent and checked, although the address was pinned', async () => {
    sni.length = 0
    const http = trusting({ resolve: toLoopback, allowPrivate: true })
    const url = `https://pinned.example:${served.port}/`
    const answer = answerOf(await http.send(ask(url), never))
    expect(answer.body).toBe(`pinned.example:${served.port}`)
    expect(sni).toEqual(['pinned.example'])
    const other = blindOf(await http.send(ask(`https://other.example:${served.port}/`), never))
    expect(other).toMatchObject({ kind: 'tls', code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
    expect(other.detail).toContain('is for another name')
  })

  test('a certificate of nobody we trust is refused', async () => {
    const blind = blindOf(await makeHttp(transport).send(ask(`https://localhost:${served.port}/`), never))
    expect(blind).toMatchObject({ kind: 'tls', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  })

  test('an expired certificate has its own code', async () => {
    const http = makeHttp(transport, { extraCa: expired.cert })
    const blind = blindOf(await http.send(ask(`https://localhost:${servedExpired.port}/`), never))
    expect(blind).toEqual({
      kind: 'tls',
      code: 'CERT_HAS_EXPIRED',
      detail: `the certificate of localhost:${servedExpired.port} has expired`,
    })
  })

  test('plain text, a closed door and silence instead of a handshake are told apart from the rest', async () => {
    const plain = await rawServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const shut = await rawServer((socket) => socket.resetAndDestroy())
    const silent = await rawServer(() => {})
    const http = trusting()
    const kindAt = async ({ port }: Listening) =>
      blindOf(await http.send(ask(`https://127.0.0.1:${port}/`, { timeoutMs: 400 }), never))
    expect((await kindAt(plain)).kind).toBe('tls')
    expect(await kindAt(shut)).toMatchObject({ kind: 'tls', code: 'ECONNRESET' })
    expect(await kindAt(silent)).toMatchObject({ kind: 'deadline', code: 'DEADLINE_TLS' })
    for (const server of [plain, shut, silent]) await server.close()
  })

  test('http to a TLS port is not valid HTTP or no answer, never a page', async () => {
    const blind = blindOf(await trusting().send(ask(`http://127.0.0.1:${served.port}/`), never))
    expect(blind.kind).toBe('headers')
  })
})
