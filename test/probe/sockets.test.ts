import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/clock.ts'
import type { Clock } from '../../src/core/ports.ts'
import { runRoom } from '../../src/core/run-room.ts'
import { probe } from '../../src/probe/room.ts'
import type { ProbeExpected } from '../../src/probe/shapes.ts'
import { deadPort, httpServer, type Listening, makeHttp, never } from '../adapters/http/rig.ts'
import { expected as ordinary } from './build.ts'

const open: Listening[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

type Reply = (response: ServerResponse, turn: number) => void
type Script = Partial<Record<'/health' | '/ready' | '/status.json', Reply>>

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

const fine: Required<Script> = {
  '/health': json(200, { status: 'ok' }),
  '/ready': json(200, { status: 'ready', checks: [{ name: 'database', status: 'ok' }] }),
  '/status.json': json(200, { network: 'base', mainnet_billing_enabled: true }),
}

/** Runs the room against a scripted server; pauses are noted instead of waited for. */
async function probing(script: Script, over: Partial<ProbeExpected> = {}, signal = never) {
  const requests: IncomingMessage[] = []
  const turns: Record<string, number> = {}
  const server = await httpServer((request, response) => {
    requests.push(request)
    const path = request.url as keyof Script
    turns[path] = (turns[path] ?? 0) + 1
    const reply = script[path] ?? fine[path]
    if (reply === undefined) response.writeHead(404).end()
    else reply(response, turns[path])
  })
  open.push(server)
  const pauses: number[] = []
  const clock: Clock = {
    ...systemClock,
    sleep: async (ms) => {
      pauses.push(ms)
    },
  }
  const expected = { ...ordinary, baseUrl: server.url, timeoutMs: 400, ...over }
  const run = await runRoom(probe, expected, { http: makeHttp('node'), clock }, signal)
  const verdicts = (verdict: string) =>
    run.findings
      .filter((finding) => finding.verdict === verdict)
      .map(({ code }) => code)
      .toSorted()
  return { ...run, requests, pauses, turns, verdicts }
}

describe('the probe over real sockets', () => {
  test('a healthy service: three plain GETs, no warning, no unknown', async () => {
    const run = await probing({})
    expect(run.requests.map(({ method, url }) => `${method} ${url}`).toSorted()).toEqual([
      'GET /health',
      'GET /ready',
      'GET /status.json',
    ])
    expect(run.requests.every(({ headers }) => headers.accept === 'application/json')).toBe(true)
    expect([run.verdicts('FAIL'), run.verdicts('WARN'), run.verdicts('UNKNOWN'), run.pauses]).toEqual([
      [],
      [],
      [],
      [],
    ])
    expect(run.checks.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'health PASS',
      'ready PASS',
      'status PASS',
      'latency PASS',
      'tls SKIP',
      'clock-skew PASS',
      'redirect PASS',
      'paywalled PASS',
      'twins SKIP',
      'preflight SKIP',
      'lasting SKIP',
    ])
  })

  test('500: looked at three times, a second apart', async () => {
    const run = await probing({ '/health': json(500, {}) })
    expect(run.turns['/health']).toBe(3)
    expect(run.pauses).toEqual([1000, 1000])
    expect(run.verdicts('FAIL')).toEqual(['HEALTH_NOT_200'])
    expect(run.seen.pages[0]?.looks).toHaveLength(3)
  })

  test('503 with a failing dependency', async () => {
    const run = await probing({ '/ready': json(503, { checks: [{ name: 'database', status: 'fail' }] }) })
    expect(run.verdicts('FAIL')).toEqual(['READY_DEPENDENCY_FAILED', 'READY_NOT_200'])
  })

  test.each([
    ['2', [2000]],
    ['3600', [5000]],
    ['1e9', [1000]],
    ['-5', [1000]],
    ['0', [1000]],
    [new Date(Date.now() + 3_600_000).toUTCString(), [5000]],
  ])('Retry-After %s is honoured within reason', async (wait, pauses) => {
    const once: Reply = (response, turn) =>
      (turn === 1 ? json(503, {}, { 'retry-after': wait }) : fine['/health'])(response, turn)
    const run = await probing({ '/health': once })
    expect(run.pauses).toEqual(pauses)
    expect(run.verdicts('WARN')).toEqual(['HEALTH_FLAPPING'])
    expect(run.verdicts('FAIL')).toEqual([])
  })

  test('a ready page that hangs fails at the deadline, three times', async () => {
    const run = await probing({ '/ready': () => {} })
    expect(run.turns['/ready']).toBe(3)
    expect(run.verdicts('FAIL')).toEqual(['READY_UNREACHABLE'])
    expect(run.checks.find(({ id }) => id === 'ready')?.text).toMatch(
      /no answer from 127\.0\.0\.1:\d+ within 400 ms/,
    )
  })

  test('HTML instead of JSON', async () => {
    const html: Reply = (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>')
    const run = await probing({ '/status.json': html, '/health': html })
    expect(run.verdicts('FAIL')).toEqual(['STATUS_NOT_JSON'])
    expect(run.verdicts('INFO')).toEqual(['PROBE_HTML_PAGE'])
  })

  test('a redirect loop is looked at once and not followed', async () => {
    const run = await probing({
      '/health': (response) => response.writeHead(302, { location: '/health' }).end(),
    })
    expect(run.turns['/health']).toBe(1)
    expect(run.verdicts('FAIL')).toEqual(['HEALTH_NOT_200'])
    expect(run.verdicts('WARN')).toEqual(['PROBE_REDIRECTED'])
  })

  test('everything 402', async () => {
    const run = await probing({
      '/health': json(402, {}),
      '/ready': json(402, {}),
      '/status.json': json(402, {}),
    })
    expect(run.requests).toHaveLength(3)
    expect(run.verdicts('FAIL')).toEqual([
      'HEALTH_NOT_200',
      'PROBE_PAYWALLED',
      'PROBE_PAYWALLED',
      'READY_NOT_200',
      'STATUS_NOT_200',
    ])
  })

  test('a refused connection is a dead server, not an unknown one', async () => {
    const run = await probing({}, { baseUrl: `http://127.0.0.1:${await deadPort()}` })
    expect(run.verdicts('FAIL')).toEqual(['HEALTH_UNREACHABLE', 'READY_UNREACHABLE', 'STATUS_UNREACHABLE'])
    expect(run.pauses).toHaveLength(6)
  })

  test('a shifted clock', async () => {
    const date = new Date(Date.now() - 600_000).toUTCString()
    const run = await probing({
      '/health': json(200, {}, { date }),
      '/ready': json(200, {}, { date }),
      '/status.json': json(200, { network: 'base', mainnet_billing_enabled: true }, { date }),
    })
    expect(run.verdicts('FAIL')).toEqual(['CLOCK_SKEW'])
    expect(run.checks.find(({ id }) => id === 'clock-skew')?.text).toContain('10 min behind')
  })

  test('no status page, none expected: nothing is wrong and it is not asked again', async () => {
    const run = await probing({ '/status.json': json(404, {}) }, { statusExpect: {} })
    expect(run.requests).toHaveLength(3)
    expect([...run.verdicts('FAIL'), ...run.verdicts('WARN'), ...run.verdicts('UNKNOWN')]).toEqual([])
  })

  test('long bodies are cut and cookies are not kept', async () => {
    const long: Reply = (response) =>
      response.writeHead(200, { 'set-cookie': 'sid=CANARY' }).end('x'.repeat(30_000))
    const list = JSON.stringify({
      padding: 'y'.repeat(20_000),
      network: 'base',
      mainnet_billing_enabled: true,
    })
    const huge: Reply = (response) => response.end(`[${'1,'.repeat(200_000)}1]`)
    const run = await probing({
      '/health': long,
      '/ready': huge,
      '/status.json': (response) => response.end(list),
    })
    const [health, ready, status] = run.seen.pages.map(({ looks }) => looks[0])
    expect(health?.seen && [health.value.body.length, health.value.bodyTruncated]).toEqual([8192, true])
    expect(ready?.seen && [ready.value.body.length, ready.value.bodyTruncated]).toEqual([65_536, true])
    expect(status?.seen && status.value.bodyTruncated).toBe(false)
    expect(JSON.stringify(run)).not.toContain('CANARY')
    expect(run.verdicts('FAIL')).toEqual([])
  })

  test('of a header that nobody reads only the name is kept, and of a redirect no query', async () => {
    const leaking: Reply = (response) =>
      response
        .writeHead(302, {
          ...{ location: 'https://elsewhere.example/login?token=CANARY-query', 'x-debug-key': 'CANARY-key' },
          ...{ server: 'CANARY/1', 'x-request-id': 'req_1', 'x-ratelimit-left': '7' },
        })
        .end()
    const run = await probing({ '/health': leaking })
    const [look] = run.seen.pages[0]?.looks ?? []
    const headers = look?.seen ? Object.fromEntries(look.value.headers) : {}
    expect(headers).toMatchObject({
      ...{ location: 'https://elsewhere.example/login', 'x-debug-key': '(not kept)' },
      ...{ server: '(not kept)', 'x-request-id': 'req_1', 'x-ratelimit-left': '7' },
    })
    expect(JSON.stringify(run)).not.toContain('CANARY')
  })

  test('an interrupted run says so instead of calling the service dead', async () => {
    const controller = new AbortController()
    const run = await probing({ '/ready': () => controller.abort() }, {}, controller.signal)
    expect(run.verdicts('FAIL')).toEqual([])
    expect(run.verdicts('UNKNOWN')).toContain('PROBE_BLIND')
  })

  test('what was seen survives JSON', async () => {
    const run = await probing({ '/ready': json(503, { checks: { db: 'down' } }) })
    expect(JSON.parse(JSON.stringify(run.seen))).toEqual(run.seen)
  })
})
