import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/adapters/clock.ts'
import type { Clock } from '../../src/core/ports.ts'
import { runRoom } from '../../src/core/run-room.ts'
import { probe } from '../../src/probe/room.ts'
import type { ProbeExpected, ProbeRoute } from '../../src/probe/shapes.ts'
import { httpServer, type Listening, makeHttp, never } from '../adapters/http/rig.ts'
import { startGates } from '../rig/gates.ts'
import { expected as ordinary } from './build.ts'

const open: Pick<Listening, 'close'>[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

const quote: ProbeRoute = {
  id: 'quote',
  method: 'POST',
  path: '/v1/quote',
  sample: { json: { a: 1 } },
  twin: null,
}
const terms = (url: string) => ({ x402Version: 2, resource: { url }, accepts: [] })

async function probing(baseUrl: string, over: Partial<ProbeExpected>, clock: Clock = systemClock) {
  const expected = { ...ordinary, statusExpect: {}, timeoutMs: 400, baseUrl, ...over }
  const run = await runRoom(probe, expected, { http: makeHttp('node'), clock }, never)
  const texts = (code: string) => run.findings.filter((one) => one.code === code).map(({ text }) => text)
  return { ...run, texts, codes: run.findings.map(({ code }) => code) }
}

describe('preflights', () => {
  test('the published middleware answers them, though the handler is broken', async () => {
    const gates = await startGates({ terms, works: () => false })
    open.push(gates)
    const { codes } = await probing(gates.url, { routes: [quote], preflight: true })
    expect(codes).toContain('PREFLIGHT_OK')
  })

  test('a closed shield over a healthy page is a disagreement', async () => {
    let looks = 0
    // Unwell when the gate looks, well when we do.
    const gates = await startGates({ terms, healthy: () => [true, false][looks++ % 2] ?? true })
    open.push(gates)
    const { texts } = await probing(gates.url, { routes: [quote], preflight: true })
    expect(texts('GATE_DISAGREES')).toEqual([
      'POST /v1/quote: the shield says unhealthy, while the health page from here answers 200.',
    ])
  })

  test('a server that hands out its goods to the header fails, and none of them are kept', async () => {
    const server = await httpServer((request, response) => {
      const asks = request.headers['x-preflight'] === undefined
      response.writeHead(asks ? 402 : 200, { 'content-type': 'application/json' }).end('{"goods":"CANARY"}')
    })
    open.push(server)
    const { codes, seen } = await probing(server.url, { routes: [quote], preflight: true })
    expect(codes).toContain('PREFLIGHT_SERVES_PAID')
    expect(JSON.stringify(seen.routes)).not.toContain('CANARY')
  })
})

describe('free twins', () => {
  const twin = { ...quote, twin: '/free/quote' }

  test('the twin gets the sample, nothing else of the service is called', async () => {
    const heard: string[] = []
    const server = await httpServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        heard.push(`${request.method} ${request.url} ${body}`.trim())
        response.writeHead(request.url === '/v1/quote' ? 402 : 200).end('{}')
      })
    })
    open.push(server)
    const { codes } = await probing(server.url, { routes: [twin] })
    expect(codes).toContain('TWIN_OK')
    expect(heard.toSorted()).toEqual([
      ...[
        'GET /health',
        'GET /ready',
        'GET /status.json',
        'POST /free/quote {"a":1}',
        'POST /v1/quote {"a":1}',
      ],
    ])
  })

  test.each([
    [402, 500, 'TWIN_FAILS'],
    [500, 200, 'TWIN_ALONE_WORKS'],
    [402, 404, 'TWIN_REJECTED'],
  ])('paid %i, free %i: %s', async (paid, free, code) => {
    const server = await httpServer((request, response) => {
      response
        .writeHead(request.url === '/v1/quote' ? paid : request.url === '/free/quote' ? free : 200)
        .end('{}')
    })
    open.push(server)
    expect((await probing(server.url, { routes: [twin] })).codes).toContain(code)
  })

  test('the answer that the 402 promises is held against the one of the twin', async () => {
    const extensions = { bazaar: { info: { output: { example: { price: 1, at: 2 } } } } }
    const header = Buffer.from(JSON.stringify({ ...terms('u'), extensions })).toString('base64')
    const server = await httpServer((request, response) => {
      if (request.url === '/v1/quote') response.writeHead(402, { 'payment-required': header }).end('{}')
      else response.writeHead(200).end('{"other":1}')
    })
    open.push(server)
    const { texts } = await probing(server.url, { routes: [twin] })
    expect(texts('TWIN_DIFFERS')).toEqual([
      'POST /v1/quote declares price, at in its answer; POST /free/quote has none of it.',
    ])
  })
})

describe('a longer look', () => {
  /** A clock that only moves when somebody waits. */
  function steppedClock(): Clock {
    let nowMs = Date.parse('2026-11-21T07:40:00Z')
    return {
      now: () => new Date(nowMs),
      monotonicMs: () => nowMs,
      sleep: async (ms) => {
        nowMs += ms
      },
    }
  }

  const script = (isDown: (look: number) => boolean) =>
    httpServer((request, response) => {
      const look = Math.floor((clock.now().getTime() - Date.parse('2026-11-21T07:40:00Z')) / 59_000)
      response.writeHead(request.url === '/ready' && isDown(look) ? 503 : 200).end('{}')
    })
  let clock = steppedClock()

  test.each([
    ['down all the time', () => true, 'STAYS_DOWN'],
    ['down for a moment', (look: number) => look === 1, 'COMES_AND_GOES'],
    ['never down', () => false, 'STAYS_UP'],
  ] as const)('%s over three minutes', async (_name, isDown, code) => {
    clock = steppedClock()
    const server = await script(isDown)
    open.push(server)
    const { codes, seen } = await probing(server.url, { forMs: 180_000 }, clock)
    expect(seen.watched).toHaveLength(4)
    expect(codes.filter((one) => /STAYS|COMES/.test(one))).toEqual([code])
  })
})
