import { afterEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../src/core/ports.ts'
import type { Profile } from '../../src/core/profile.ts'
import { runRoom } from '../../src/core/run-room.ts'
import { expectMatrix, matrix } from '../../src/matrix/room.ts'
import { matrixRoutes } from '../../src/matrix/routes.ts'
import { routeRows } from '../../src/matrix/rows.ts'
import type { MatrixOptions } from '../../src/matrix/shapes.ts'
import { header, headersOf, wire } from '../x402/wire.ts'
import { baseUrl, price, profileFor, requirement, v1, v2 } from './fixtures.ts'
import { plainHttp } from './plain-http.ts'
import { type Heard, type Said, serve } from './scripted-server.ts'

const plain: MatrixOptions = { variants: false, probeGarbage: false }
const running: { readonly close: () => Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})

// Real time but for sleeping, which is written down instead of waited for.
function clockThatNotes(slept: number[]): Clock {
  return {
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    sleep: async (ms) => {
      slept.push(ms)
    },
  }
}

async function run(
  script: (heard: Heard, nth: number, origin: string) => Said,
  routes: Profile['routes'],
  options: MatrixOptions = plain,
  changes: Partial<Profile> = {},
) {
  const server = await serve(script)
  running.push(server)
  const slept: number[] = []
  const profile = profileFor(server.origin, { routes, ...changes })
  const expected = expectMatrix(profile, matrixRoutes(profile), options)
  const ports = { http: plainHttp(), clock: clockThatNotes(slept) }
  const judged = await runRoom(matrix, expected, ports, new AbortController().signal)
  const codes = judged.findings.map((found) => `${found.code} ${found.verdict}`).sort()
  return { ...judged, expected, codes, heard: server.heard, slept, origin: server.origin }
}

const get = { id: 'quote', method: 'GET', path: '/v1/quote', price, sample: null, twin: null }
const post = { ...get, id: 'scan', method: 'POST', path: '/v1/scan' }

function sells(path: string, origin: string): Said {
  const terms = { ...v2(requirement), resource: { url: `${origin}${path}` } }
  return {
    status: 402,
    headers: { 'PAYMENT-REQUIRED': header(terms), 'cache-control': 'no-store' },
    body: '{}',
  }
}

describe('what is sent', () => {
  test('nothing that could be a payment, ever', async () => {
    const ran = await run(({ url }, _nth, origin) => sells(url, origin), [get, post])
    expect(ran.heard.map((one) => `${one.method} ${one.url}`).sort()).toEqual([
      'GET /v1/quote',
      'OPTIONS /v1/quote',
      'POST /v1/scan',
    ])
    for (const { headers } of ran.heard) {
      for (const name of ['payment-signature', 'x-payment', 'authorization', 'cookie', 'payment'])
        expect(headers[name]).toBeUndefined()
      if (headers['access-control-request-method'] === undefined)
        expect(headers.accept).toBe('application/json')
    }
  })

  test('garbage is the constant and nothing else', async () => {
    const ran = await run(({ url }, _nth, origin) => sells(url, origin), [get], {
      ...plain,
      probeGarbage: true,
    })
    const values = ran.heard.flatMap(({ headers }) => [headers['payment-signature'], headers['x-payment']])
    expect(new Set(values.filter((value) => value !== undefined))).toEqual(new Set(['not-a-payment']))
    expect(ran.codes).not.toContain('GARBAGE_NOT_ASKED SKIP')
  })

  test('the sample goes with POST, with its type', async () => {
    const sample = { json: { url: 'http://127.0.0.1/' } }
    const ran = await run(({ url }, _nth, origin) => sells(url, origin), [{ ...post, sample }])
    const asked = ran.heard.find((one) => one.method === 'POST')
    expect(asked?.body).toBe('{"url":"http://127.0.0.1/"}')
    expect(asked?.headers['content-type']).toBe('application/json')
  })

  test('a preflight for every route once a browser origin is configured', async () => {
    const browserOrigins = ['http://127.0.0.1:3000']
    const ran = await run(({ url }, _nth, origin) => sells(url, origin), [get, post], plain, {
      browserOrigins,
    })
    const preflights = ran.heard.filter((one) => one.method === 'OPTIONS')
    expect(preflights.map((one) => one.headers['access-control-request-method']).sort()).toEqual([
      'GET',
      'POST',
    ])
    expect(preflights[0]?.headers['access-control-request-headers']).toBe(
      'payment-signature,x-payment,access-control-expose-headers',
    )
    expect(ran.heard.every((one) => one.headers.origin === browserOrigins[0])).toBe(true)
    expect(ran.codes.filter((code) => code === 'CORS_PREFLIGHT_BLOCKED FAIL')).toHaveLength(2)
  })

  test('other spellings are asked on request, and a hole is named', async () => {
    const ran = await run(
      ({ url, method }, _nth, origin) =>
        method === 'HEAD' || url === '/V1/QUOTE' ? { status: 200 } : sells(url, origin),
      [get],
      { ...plain, variants: true },
    )
    expect(ran.heard.map((one) => `${one.method} ${one.url}`)).toEqual([
      'GET /v1/quote',
      'OPTIONS /v1/quote',
      'HEAD /v1/quote',
      'GET /v1/quote/',
      'GET //v1/quote',
      'GET /V1/QUOTE',
      'GET /%761/quote',
    ])
    const holes = ran.findings
      .filter((found) => found.code === 'SERVED_FREE')
      .map((found) => found.subject.id)
    expect(holes.sort()).toEqual(['quote HEAD', 'quote upper case'])
  })
})

describe('asking again', () => {
  test('an empty object where no sample is configured and the input was refused', async () => {
    const ran = await run(
      ({ url, body }, _nth, origin) => (body === '{}' ? sells(url, origin) : { status: 422 }),
      [post],
    )
    expect(ran.seen.routes[0]?.unpaid.payload).toBe('empty object')
    expect(ran.seen.routes[0]?.earlier).toHaveLength(1)
    expect(ran.codes).toContain('OK_402 PASS')
  })

  test('first a body that the documents of the server declare', async () => {
    const schema = {
      type: 'object',
      required: ['url', 'depth'],
      properties: { url: { type: 'string', format: 'uri' }, depth: { $ref: '#/components/schemas/Depth' } },
    }
    const document = {
      openapi: '3.1.0',
      paths: { '/v1/scan': { post: { requestBody: { content: { 'application/json': { schema } } } } } },
      components: { schemas: { Depth: { type: 'integer', minimum: 2 } } },
    }
    const ran = await run(
      ({ url, body, method }, _nth, origin) => {
        if (url === '/openapi.json') return { status: 200, body: JSON.stringify(document) }
        if (method !== 'POST') return { status: 404 }
        const fits = body.includes('"depth":2') && body.includes('"url":"https://')
        return fits ? sells(url, origin) : { status: 422 }
      },
      [post],
    )
    expect(ran.seen.routes[0]?.unpaid).toMatchObject({ payload: 'declared schema', from: '/openapi.json' })
    expect(ran.codes).toEqual(expect.arrayContaining(['OK_402 PASS', 'DECLARED_BODY INFO']))
  })

  test('a query that is declared as needed, where a GET was refused', async () => {
    const parameters = [
      { in: 'query', name: 'q', required: true, schema: { type: 'string', enum: ['a b'] } },
      { in: 'query', name: 'n', schema: { type: 'integer' } },
    ]
    const document = { openapi: '3.0.0', paths: { '/v1/{what}': { get: { parameters } } } }
    const ran = await run(
      ({ url }, _nth, origin) => {
        if (url === '/openapi.json') return { status: 200, body: JSON.stringify(document) }
        return url === '/v1/quote?q=a+b' ? sells('/v1/quote', origin) : { status: 400 }
      },
      [get],
    )
    expect(ran.codes).toContain('OK_402 PASS')
  })

  test('not where a sample is configured: that sample is wrong', async () => {
    const ran = await run(() => ({ status: 422 }), [{ ...post, sample: { json: {} } }])
    expect(ran.heard.filter((one) => one.method === 'POST')).toHaveLength(1)
    expect(ran.codes).toContain('INPUT_REJECTED UNKNOWN')
  })

  test.each(['3600', 'Fri, 01 Jan 2100 00:00:00 GMT'])(
    'Retry-After %s lies beyond the run: not waited for, and that is said',
    async (value) => {
      const headers = { 'retry-after': value, 'x-circuit-state': 'open' }
      const ran = await run(() => ({ status: 503, headers }), [get])
      expect(ran.slept).toEqual([])
      expect(ran.heard.filter((one) => one.method === 'GET')).toHaveLength(1)
      expect(ran.findings.find(({ code }) => code === 'CIRCUIT_OPEN')?.text).toContain('seen once')
    },
  )

  test('all closed routes wait together, and the one that is due first is asked first', async () => {
    const waits: Record<string, string> = { '/v1/quote': '4', '/v1/other': '3' }
    const other = { ...get, id: 'other', path: '/v1/other' }
    const ran = await run(
      ({ url }, nth, origin) =>
        nth <= 2 ? { status: 503, headers: { 'retry-after': waits[url] ?? '' } } : sells(url, origin),
      [get, other],
    )
    expect(ran.slept).toEqual([3000, 1000])
    const order = ran.heard.filter(({ method }) => method === 'GET').map(({ url }) => url)
    expect(order.slice(2)).toEqual(['/v1/other', '/v1/quote'])
    expect(ran.codes.filter((code) => code === 'OK_402 PASS')).toHaveLength(2)
  })

  test('a limit without a time is given one second, then two, then it counts', async () => {
    const ran = await run(() => ({ status: 429 }), [get])
    expect(ran.slept).toEqual([1000, 2000])
    expect(ran.codes).toContain('RATE_LIMITED UNKNOWN')
  })

  test.each([
    ['3', 3000],
    ['Fri, 01 Jan 2010 00:00:00 GMT', 0],
  ])('Retry-After %s is honoured once', async (value, waitedMs) => {
    const ran = await run(
      ({ url, method }, nth, origin) =>
        method === 'GET' && nth === 1
          ? { status: 503, headers: { 'retry-after': value } }
          : sells(url, origin),
      [get],
    )
    expect(ran.slept).toEqual([waitedMs])
    expect(ran.codes).toContain('OK_402 PASS')
  })

  test.each(['-1', '1e9', 'soon', ''])('Retry-After "%s" says nothing', async (value) => {
    const ran = await run(() => ({ status: 503, headers: { 'retry-after': value } }), [get])
    expect(ran.slept).toEqual([])
  })

  test('a gate that stays closed is asked twice, not more', async () => {
    const ran = await run(() => ({ status: 503, headers: { 'retry-after': '1' } }), [get])
    expect(ran.heard.filter((one) => one.method === 'GET')).toHaveLength(2)
    expect(ran.codes).toContain('GATE_CLOSED WARN')
  })
})

describe('what is kept', () => {
  test('goods that nobody paid for are not', async () => {
    const ran = await run(() => ({ status: 200, body: 'CANARY goods' }), [get])
    expect(JSON.stringify(ran.seen)).not.toContain('CANARY')
    expect(ran.seen.routes[0]?.unpaid.answer).toMatchObject({ value: { body: null, bodyBytes: 12 } })
    expect(ran.codes).toContain('SERVED_FREE FAIL')
  })

  test('cookies, unknown headers and the query of a redirect are not', async () => {
    const headers = {
      'set-cookie': 'id=CANARY1',
      'x-api-key': 'CANARY2',
      location: '/login?token=CANARY3',
    }
    const ran = await run(() => ({ status: 302, headers }), [get])
    expect(JSON.stringify([ran.seen, ran.findings])).not.toContain('CANARY')
    expect(ran.findings.find((found) => found.code === 'REDIRECTED')?.text).toContain('/login.')
  })

  test('a header that the profile expects is, by its own name, but never a credential', async () => {
    const headers = { 'X-Plan': 'gold', 'Set-Cookie': 'id=CANARY1', 'x-other': 'CANARY2' }
    const expected = { headers: { 'x-plan': 'gold', 'set-cookie': 'id' }, body: {} }
    const ran = await run(
      ({ url }, _nth, origin) => {
        const said = sells(url, origin)
        return { ...said, headers: { ...said.headers, ...headers } }
      },
      [{ ...get, expect: expected }],
    )
    const { answer } = ran.seen.routes[0]!.unpaid
    expect(answer.seen && answer.value.asserted).toEqual({ 'x-plan': ['gold'] })
    expect(ran.codes.filter((code) => code === 'EXPECTATION_MISSED FAIL')).toHaveLength(1)
    expect(JSON.stringify([ran.seen, ran.findings])).not.toContain('CANARY')
  })

  test('64 KiB of a body are, and the rest is named', async () => {
    const ran = await run(() => ({ status: 402, body: `{"accepts":[${'0,'.repeat(500_000)}0]}` }), [get])
    expect(ran.codes).toContain('OVERSIZED FAIL')
    expect(JSON.stringify(ran.seen).length).toBeLessThan(80_000)
  })
})

describe('recorded servers, a preset without routes, recipient or prices', () => {
  const preset = { minimumAtomic: 1000n }
  test.each(['v1-402-unpaid-get', 'v2-402-unpaid-get'])('%s: nothing worse than INFO', async (name) => {
    const recorded = wire(name)
    const move = (text: string, origin: string) => text.replaceAll(/http:\/\/127\.0\.0\.1:\d{1,5}/g, origin)
    const bare = profileFor(baseUrl)
    const pays = bare.pays.map((one) => ({ ...one, payTo: [] }))
    const ran = await run(
      (_heard, _nth, origin) => {
        const sent = headersOf(recorded).filter(([key]) =>
          ['payment-required', 'cache-control'].includes(key),
        )
        const headers = Object.fromEntries(
          sent.map(([key, value]) =>
            key === 'cache-control'
              ? [key, value]
              : [key, Buffer.from(move(Buffer.from(value, 'base64').toString(), origin)).toString('base64')],
          ),
        )
        return { status: recorded.status, headers, body: move(recorded.body, origin) }
      },
      [{ ...get, path: recorded.request.path, price: null }],
      plain,
      { pays, thresholds: { ...bare.thresholds, ...preset } },
    )
    expect(ran.codes.filter((code) => !/ (PASS|INFO|SKIP)$/.test(code))).toEqual([])
    expect(ran.codes).toContain('OK_402 PASS')
    expect(routeRows(ran.seen, ran.expected, ran.findings)).toMatchObject([
      {
        verdict: expect.stringMatching(/^(PASS|INFO)$/),
        http: '402',
        network: 'Base',
        price: '0.001 USDC',
        atomic: '1000',
        resource: 'ok',
      },
    ])
  })
})

test('v1 terms in a body are compared like v2 terms', async () => {
  const ran = await run(
    ({ url }, _nth, origin) => ({
      status: 402,
      body: JSON.stringify(v1({ resource: `${origin}${url}`, maxAmountRequired: '1' })),
    }),
    [get],
  )
  expect(ran.codes).toContain('WRONG_AMOUNT FAIL')
})

test('a dead server is FAIL, quickly, and nothing else is asked', async () => {
  const server = await serve(() => ({ status: 402 }))
  await server.close()
  const profile = profileFor(server.origin, { routes: [get, post] })
  const expected = expectMatrix(profile, matrixRoutes(profile), { variants: true, probeGarbage: true })
  const ports = { http: plainHttp(), clock: clockThatNotes([]) }
  const ran = await runRoom(matrix, expected, ports, new AbortController().signal)
  expect(ran.findings.filter((found) => found.code === 'UNREACHABLE')).toHaveLength(2)
  expect(ran.seen.routes.every((one) => one.preflight === null && one.variants.length === 0)).toBe(true)
})

test('an abort leaves UNKNOWN, not a verdict about the server', async () => {
  const server = await serve(() => ({ status: 402 }))
  running.push(server)
  const profile = profileFor(server.origin, { routes: [get] })
  const expected = expectMatrix(profile, matrixRoutes(profile), plain)
  const ports = { http: plainHttp(), clock: clockThatNotes([]) }
  const ran = await runRoom(matrix, expected, ports, AbortSignal.abort())
  expect(ran.findings.map((found) => found.code)).toContain('NOT_ASKED')
  expect(server.heard).toEqual([])
})

test('without a base URL nothing is asked and nothing is claimed', async () => {
  const profile = profileFor('http://127.0.0.1', { routes: [get], baseUrl: null })
  const expected = expectMatrix(profile, matrixRoutes(profile), plain)
  const ports = { http: plainHttp(), clock: clockThatNotes([]) }
  const ran = await runRoom(matrix, expected, ports, new AbortController().signal)
  expect(ran.findings.find((found) => found.code === 'NOT_ASKED')?.verdict).toBe('UNKNOWN')
})

test('found routes come after configured ones, each once', () => {
  const profile = profileFor(baseUrl, { routes: [get] })
  const found = [
    { method: 'get', path: '/v1/quote' },
    { method: 'POST', path: '/v1/other' },
    { method: 'post', path: '/v1/other' },
  ]
  expect(matrixRoutes(profile, found).map((one) => [one.id, one.origin])).toEqual([
    ['quote', 'config'],
    ['POST /v1/other', 'discovered'],
  ])
})
