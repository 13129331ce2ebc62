import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/clock.ts'
import type { Clock } from '../../src/core/ports.ts'
import { runRoom } from '../../src/core/run-room.ts'
import { Secret } from '../../src/core/secret.ts'
import { facilitator } from '../../src/facilitator/room.ts'
import type { FacilitatorExpected } from '../../src/facilitator/shapes.ts'
import { deadAddress } from '../../src/facilitator/synthetic.ts'
import { deadPort, httpServer, type Listening, makeHttp, never, silentServer } from '../adapters/http/rig.ts'
import { expected as ordinary, target } from './build.ts'

const open: Listening[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

type Call = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  body: string
}
type Reply = (response: ServerResponse, call: Call, turn: number) => void

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

const list = {
  kinds: [{ x402Version: 2, scheme: 'exact', network: 'eip155:8453' }],
  extensions: ['bazaar'],
  signers: {},
}
const token = new Secret('env:FACILITATOR_TOKEN', 'CANARY-facilitator-token')

/** A facilitator as the service of T402 is built: static health, its own limits, 422 for a failed settlement. */
const limits = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '988', 'x-ratelimit-reset': '41' }
const t402: Readonly<Record<string, Reply>> = {
  '/supported': json(200, list, limits),
  '/health': json(200, { status: 'healthy', version: '2.0.0' }),
  '/ready': json(503, {
    status: 'unhealthy',
    checks: [{ name: 'redis', status: 'unhealthy', message: 'CANARY' }],
  }),
  '/verify': json(200, { isValid: false, invalidReason: 'invalid_exact_evm_payload_signature' }, limits),
  '/settle': json(422, { success: false, errorReason: 'insufficient_funds' }),
}

/** A facilitator that is fine and has no health pages. */
const plain: Readonly<Record<string, Reply>> = {
  '/supported': json(200, list),
  '/verify': t402['/verify'] ?? json(500, {}),
}

async function serve(script: Readonly<Record<string, Reply>>) {
  const calls: Call[] = []
  const server = await httpServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request
    const call: Call = { method, path, headers, body: '' }
    calls.push(call)
    for await (const chunk of request) call.body += String(chunk)
    const turn = calls.filter((other) => other.path === path).length
    const reply = script[path] ?? json(404, { error: 'not found' })
    reply(response, call, turn)
  })
  open.push(server)
  return { ...server, calls }
}

type Over = Partial<FacilitatorExpected> & { readonly secret?: Secret; readonly header?: 'x-api-key' }

/** Runs the room over real sockets; pauses are noted instead of waited for. */
async function asking(urls: readonly string[], { secret, header, ...over }: Over = {}) {
  const pauses: number[] = []
  const clock: Clock = {
    ...systemClock,
    sleep: async (ms) => {
      pauses.push(ms)
    },
  }
  const targets = urls.map((url) =>
    target({
      ...{ url, label: url, credential: secret?.label ?? null },
      ...(header === undefined ? {} : { header }),
    }),
  )
  const ports = {
    ...{ http: makeHttp('node'), clock, chain: { nodes: () => [] } },
    credential: () => secret ?? null,
  }
  const run = await runRoom(
    facilitator,
    { ...ordinary, timeoutMs: 8000, latencyWarnMs: 60_000, ...over, targets },
    ports,
    never,
  )
  const loud = run.findings
    .filter(
      ({ verdict, code }) => ['FAIL', 'WARN', 'UNKNOWN'].includes(verdict) && code !== 'FACILITATOR_NOT_SEEN',
    )
    .map(({ verdict, code }) => `${verdict} ${code}`)
  return { ...run, pauses, loud }
}

describe('facilitators over real sockets', () => {
  test('one that is fine: three plain GETs without a credential, nothing to complain about', async () => {
    const server = await serve(plain)
    const { loud, pauses } = await asking([server.url])
    expect(loud).toEqual([])
    expect(pauses).toEqual([])
    expect(server.calls.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /health',
      'GET /ready',
      'GET /supported',
    ])
    expect(server.calls.filter(({ headers }) => headers.authorization ?? headers['x-api-key'])).toEqual([])
  })

  test('the shape of T402: a healthy word proves nothing, ready names the store, limits are read', async () => {
    const server = await serve(t402)
    const { loud, findings } = await asking([server.url])
    expect(loud).toEqual(['FAIL FACILITATOR_NOT_READY'])
    const texts = findings.map(({ code, text }) => `${code} ${text}`).join('\n')
    expect(texts).toContain('redis: unhealthy')
    expect(texts).toMatch(/FACILITATOR_HEALTH_STATIC .* not that it can settle/)
    expect(texts).toContain('988 of 1000 requests are left')
    expect(texts).not.toContain('CANARY')
  })

  test('nobody there, and a static health page of somebody', async () => {
    const dead = `http://127.0.0.1:${await deadPort()}`
    const server = await serve({ '/health': json(200, { status: 'healthy' }), '/supported': json(500, {}) })
    const { loud, findings, checks } = await asking([dead, server.url])
    expect(loud).toEqual(['FAIL FACILITATOR_DOWN', 'FAIL FACILITATOR_DOWN'])
    expect(findings.map(({ text }) => text).join('\n')).toContain('answers 200 all the same')
    expect(checks.filter(({ verdict }) => verdict === 'PASS')).toEqual([])
  })

  test.each([401, 403])('%i: with and without a credential, by Bearer and by X-API-Key', async (status) => {
    const guarded: Reply = (response, call, turn) => {
      const right = [`Bearer ${token.reveal()}`, token.reveal()]
      const given = call.headers.authorization ?? call.headers['x-api-key']
      const isRight = right.includes(String(given))
      ;(isRight ? json(200, list) : json(status, { error: 'CANARY no' }))(response, call, turn)
    }
    const server = await serve({ ...plain, '/supported': guarded })
    expect((await asking([server.url])).loud).toEqual(['UNKNOWN FACILITATOR_NEEDS_AUTH'])
    const withToken = await asking([server.url], { secret: token })
    expect(withToken.loud).toEqual([])
    expect(withToken.findings.map(({ code, verdict }) => `${verdict} ${code}`)).toContain(
      'INFO FACILITATOR_NEEDS_AUTH',
    )
    expect((await asking([server.url], { secret: token, header: 'x-api-key' })).loud).toEqual([])
    expect(server.calls.map(({ headers }) => headers['x-api-key'])).toContain(token.reveal())
    const wrong = await asking([server.url], { secret: new Secret('env:OLD', 'CANARY-old') })
    expect(wrong.loud).toEqual(['FAIL FACILITATOR_AUTH_REFUSED'])
    expect(
      JSON.stringify([wrong.seen, wrong.expected, wrong.findings, withToken.seen], (_k, v: unknown) =>
        typeof v === 'bigint' ? `${v}` : v,
      ),
    ).not.toContain('CANARY')
    expect(
      server.calls.filter(({ path, headers }) => path !== '/supported' && headers.authorization),
    ).toEqual([])
  })

  test('a redirect is told and not followed, and no credential goes there', async () => {
    const other = await serve(plain)
    const server = await serve({
      '/supported': (response) =>
        response.writeHead(307, { location: `${other.url}/supported?key=CANARY` }).end(),
    })
    const { loud, seen } = await asking([server.url], { secret: token })
    expect(loud).toEqual(['WARN FACILITATOR_REDIRECTED'])
    expect(other.calls).toEqual([])
    expect(JSON.stringify(seen)).not.toContain('CANARY')
  })

  test('it hangs: two looks, then down, and no reason to open a breaker', async () => {
    const silent = await silentServer()
    open.push(silent)
    const { loud, findings } = await asking([silent.url], { timeoutMs: 150 })
    expect(loud).toEqual(['FAIL FACILITATOR_DOWN'])
    expect(findings.find(({ code }) => code === 'FACILITATOR_DOWN')?.text).toMatch(/2 times.*circuit breaker/)
  })

  test('a slow answer is told, and everything else about it as well', async () => {
    const slow: Reply = (response, call, turn) => setTimeout(() => json(200, list)(response, call, turn), 60)
    const server = await serve({ ...plain, '/supported': slow })
    const { loud, findings } = await asking([server.url], { latencyWarnMs: 20 })
    expect(loud).toEqual(['WARN FACILITATOR_SLOW'])
    expect(findings.map(({ code }) => code)).toContain('FACILITATOR_KIND_LISTED')
  })

  test('an HTML page in its place', async () => {
    const page: Reply = (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Parked</title>')
    expect((await asking([(await serve({ ...plain, '/supported': page })).url])).loud).toEqual([
      'FAIL FACILITATOR_NOT_JSON',
    ])
  })

  test('too much, too deep, packed too tightly: read within bounds', async () => {
    const many = { kinds: Array.from({ length: 100_000 }, () => list.kinds[0]) }
    const deep: Reply = (response) => response.writeHead(200).end('['.repeat(100_000))
    const bomb: Reply = (response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(30_000_000, 32)))
    for (const reply of [json(200, many), deep, bomb]) {
      const { loud, seen } = await asking([(await serve({ ...plain, '/supported': reply })).url])
      expect(loud).toHaveLength(1)
      expect(loud[0]).toMatch(/^FAIL FACILITATOR_(?:SHAPE|NOT_JSON)$/)
      expect(JSON.stringify(seen).length).toBeLessThan(5000)
    }
  })

  test('429: the wait it asks for when it is short, doubling without one, none when it is long', async () => {
    const later =
      (headers: Record<string, string>, body: unknown = {}): Reply =>
      (response, call, turn) =>
        (turn < 3 ? json(429, body, headers) : json(200, list))(response, call, turn)
    const short = await asking([(await serve({ '/supported': later({ 'retry-after': '3' }) })).url])
    expect([short.pauses, short.loud]).toEqual([[3000, 3000], ['WARN FACILITATOR_LIMITED']])
    const silent = await asking([(await serve({ '/supported': later({}) })).url])
    expect([silent.pauses, silent.loud]).toEqual([[1000, 2000], ['WARN FACILITATOR_LIMITED']])
    const long = await asking([
      (await serve({ '/supported': later({}, { error: 'x', retryAfter: 3600 }) })).url,
    ])
    expect([long.pauses, long.loud]).toEqual([[], ['UNKNOWN FACILITATOR_LIMITED']])
  })

  test('what a server writes into its list moves no cursor', async () => {
    const rude = {
      kinds: list.kinds,
      extensions: ['\u001b]52;c;CANARY\u0007'],
      signers: { '\u202eeip155:*': ['\u001b[2J'] },
    }
    const { findings } = await asking([(await serve({ ...plain, '/supported': json(200, rude) })).url])
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
    expect(findings.map(({ text }) => text).join('')).not.toMatch(/[\u0000-\u001f\u202e]/)
  })
})

describe('verify', () => {
  test('is asked once, about a payment that nobody can have made, and settle never', async () => {
    const server = await serve(plain)
    const { loud, findings } = await asking([server.url], { verifyReachability: true, secret: token })
    expect(loud).toEqual([])
    expect(findings.map(({ code }) => code)).toContain('FACILITATOR_VERIFY_REACHED')
    const posts = server.calls.filter(({ method }) => method !== 'GET')
    expect(posts.map(({ path }) => path)).toEqual(['/verify'])
    const { paymentPayload, paymentRequirements } = JSON.parse(posts[0]?.body ?? '{}') as Record<
      string,
      never
    >
    expect(paymentPayload).toMatchObject({
      payload: {
        signature: `0x${'00'.repeat(65)}`,
        authorization: {
          from: deadAddress,
          to: deadAddress,
          value: '1',
          validBefore: '1',
          nonce: `0x${'00'.repeat(32)}`,
        },
      },
    })
    expect(paymentRequirements).toMatchObject({ payTo: deadAddress, amount: '1', network: 'eip155:8453' })
  })

  test('is not asked when nobody wants it, whatever the server answers', async () => {
    for (const script of [plain, t402, { '/supported': json(500, {}) }, {}]) {
      const server = await serve(script)
      await asking([server.url], { secret: token })
      expect(
        server.calls.filter(({ method, path }) => method !== 'GET' || /settle|verify/.test(path)),
      ).toEqual([])
    }
  })

  test('one that accepts it gives goods away', async () => {
    const server = await serve({ ...plain, '/verify': json(200, { isValid: true, payer: deadAddress }) })
    const { loud } = await asking([server.url], { verifyReachability: true })
    expect(loud).toEqual(['FAIL FACILITATOR_VERIFY_ACCEPTS'])
  })

  test('a facilitator of version 1 is asked in the words of version 1', async () => {
    const old = { kinds: [{ x402Version: 1, scheme: 'exact', network: 'base' }] }
    const server = await serve({ ...plain, '/supported': json(200, old) })
    await asking([server.url], { verifyReachability: true })
    const body = JSON.parse(server.calls.find(({ path }) => path === '/verify')?.body ?? '{}') as unknown
    expect(body).toMatchObject({
      x402Version: 1,
      paymentPayload: { scheme: 'exact', network: 'base' },
      paymentRequirements: { maxAmountRequired: '1', network: 'base' },
    })
  })
})
