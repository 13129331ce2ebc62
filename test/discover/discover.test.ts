import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { couldNotSee, saw } from '../../src/core/observation.ts'
import { judgeRoom, runRoom } from '../../src/core/run-room.ts'
import { locate } from '../../src/discover/locate.ts'
import { routesFound, routesLeftOut } from '../../src/discover/read.ts'
import { expectRouteDocuments, routeDocuments } from '../../src/discover/room.ts'
import { type DocumentPath, type RouteDocumentsSeen, routePaths } from '../../src/discover/shapes.ts'
import { profileFor } from '../matrix/fixtures.ts'
import { plainHttp } from '../matrix/plain-http.ts'
import { serve } from '../matrix/scripted-server.ts'

const baseUrl = 'http://127.0.0.1:8402'
const look = { at: '2026-11-21T07:40:02.000Z', source: 'http', ref: baseUrl }

type Page = { readonly status?: number; readonly body?: string; readonly type?: string }

function seeing(
  pages: Partial<Record<DocumentPath, unknown>>,
  raw: Partial<Record<DocumentPath, Page>> = {},
): RouteDocumentsSeen {
  const documents = routePaths.map((path) => {
    const page = raw[path] ?? (path in pages ? { body: JSON.stringify(pages[path]) } : { status: 404 })
    const { status = 200, body = null, type = 'application/json' } = page
    const answer = saw(look, { status, contentType: type, body, bodyTruncated: false })
    return { path, url: `${baseUrl}${path}`, answer }
  })
  return { baseUrl, documents }
}

const expected = { baseUrl, timeoutMs: 1000 }
const codes = (seen: RouteDocumentsSeen) =>
  judgeRoom(routeDocuments, seen, { ...expected, baseUrl: seen.baseUrl })
    .findings.map((found) => `${found.code} ${found.verdict}`)
    .sort()
const names = (seen: RouteDocumentsSeen) => routesFound(seen).map(({ method, path }) => `${method} ${path}`)

const openapi = {
  openapi: '3.1.0',
  paths: {
    '/v1/scan': { post: { responses: { 402: {} } }, get: { responses: { 200: {} } } },
    '/v1/w/{city}': {
      parameters: [{ in: 'path', name: 'city', schema: { type: 'string', example: 'New York' } }],
      get: { 'x-payment-info': { price: '0.01' } },
    },
    '/v1/u/{id}': { get: { responses: { 402: {} } } },
  },
}

describe('what documents name', () => {
  test('OpenAPI: paid operations, parameters from examples, the rest left out by name', () => {
    const seen = seeing({ '/openapi.json': openapi })
    expect(names(seen)).toEqual(['POST /v1/scan', 'GET /v1/w/New%20York'])
    expect(routesLeftOut(seen)).toEqual([
      { what: 'GET /v1/u/{id}', source: '/openapi.json', why: 'a path parameter without an example' },
    ])
  })

  test.each([
    ['/api', ['POST /api/v1/scan', 'GET /api/v1/w/New%20York']],
    [`${baseUrl}/api/`, ['POST /api/v1/scan', 'GET /api/v1/w/New%20York']],
    ['https://elsewhere.test', []],
  ])('OpenAPI server %s', (url, found) => {
    expect(names(seeing({ '/openapi.json': { ...openapi, servers: [{ url }] } }))).toEqual(found)
  })

  test.each([
    ['relative to the document', { servers: [{ url: './' }] }, ['POST /v1/scan', 'GET /v1/w/New%20York']],
    ['none', { servers: [] }, ['POST /v1/scan', 'GET /v1/w/New%20York']],
    [
      'variables with defaults',
      { servers: [{ url: '/{stage}', variables: { stage: { default: 'api' } } }] },
      ['POST /api/v1/scan', 'GET /api/v1/w/New%20York'],
    ],
    [
      'ours behind a sandbox elsewhere',
      { servers: [{ url: 'https://sandbox.test' }, { url: `${baseUrl}/api` }] },
      ['POST /api/v1/scan', 'GET /api/v1/w/New%20York'],
    ],
    [
      'one of the path alone',
      { paths: { '/v1/scan': { servers: [{ url: '/own' }], post: { responses: { 402: {} } } } } },
      ['POST /own/v1/scan'],
    ],
  ])('OpenAPI servers, %s', (_name, changes, found) => {
    expect(names(seeing({ '/openapi.json': { ...openapi, ...changes } }))).toEqual(found)
  })

  test('well-known: URLs and "VERB /path", same origin, no query', () => {
    const resources = [
      `${baseUrl}/v1/a?key=CANARY`,
      'POST /v1/b',
      '/v1/c',
      'https://elsewhere.test/v1/d',
      `${baseUrl.replace('//', '//u:p@')}/v1/e`,
      5,
    ]
    const seen = seeing({ '/.well-known/x402': { version: 1, resources } })
    expect(names(seen)).toEqual(['GET /v1/a', 'POST /v1/b', 'GET /v1/c'])
    expect(routesLeftOut(seen).map((one) => one.why)).toEqual([
      'another origin (https://elsewhere.test)',
      'credentials in the URL',
      'no URL and no path',
    ])
    expect(JSON.stringify([routesFound(seen), routesLeftOut(seen)])).not.toContain('CANARY')
  })

  test('a method that is said wins over a bare URL', () => {
    const seen = seeing({
      '/openapi.json': openapi,
      '/.well-known/x402': { resources: ['/v1/scan', '/v1/other'] },
    })
    expect(names(seen)).toEqual(['POST /v1/scan', 'GET /v1/w/New%20York', 'GET /v1/other'])
    expect(routesFound(seen).at(-1)).toMatchObject({ source: '/.well-known/x402', methodSaid: false })
  })

  test('a catalogue of everything counts only entries with a price', () => {
    const items = [
      { path: '/free', method: 'GET' },
      { path: '/v1/a', method: 'post', price: '0.01' },
      { resource: { url: `${baseUrl}/v1/b` }, input: { method: 'GET' }, accepts: [{}] },
      { endpoint: 'PUT /v1/c', paid: true },
      { path: '/v1/d', method: 'BREW', paid: true },
    ]
    expect(names(seeing({ '/catalog.json': { items } }))).toEqual(['POST /v1/a', 'GET /v1/b', 'PUT /v1/c'])
    expect(names(seeing({ '/x402/catalog.json': items.slice(0, 1) }))).toEqual(['GET /free'])
  })

  test('below a base URL with a path, routes are relative to it', () => {
    expect(locate('http://127.0.0.1:8402/api/v1/a', 'http://127.0.0.1:8402/api/')).toEqual({
      ok: true,
      path: '/v1/a',
    })
    expect(locate('/other', 'http://127.0.0.1:8402/api')).toEqual({
      ok: false,
      why: 'outside the path of the base URL',
    })
  })
})

describe('findings', () => {
  const missing = 'DISCOVER_ABSENT INFO'
  const cases: readonly (readonly [string, RouteDocumentsSeen, readonly string[]])[] = [
    ['nothing there', seeing({}), [missing]],
    [
      'one document',
      seeing({ '/openapi.json': openapi }),
      [missing, 'DISCOVER_FOUND PASS', 'DISCOVER_LEFT_OUT INFO'],
    ],
    ['no JSON', seeing({}, { '/catalog.json': { body: '<xml/>' } }), [missing, 'DISCOVER_UNREADABLE WARN']],
    ['no list', seeing({ '/catalog.json': {} }), [missing, 'DISCOVER_UNREADABLE WARN']],
    ['no paths', seeing({ '/openapi.json': [] }), [missing, 'DISCOVER_UNREADABLE WARN']],
    [
      'a page',
      seeing({}, { '/catalog.json': { body: '<html>', type: 'text/html' } }),
      [missing, 'DISCOVER_NOT_SEEN INFO'],
    ],
    ['a server error', seeing({}, { '/catalog.json': { status: 500 } }), [missing, 'DISCOVER_NOT_SEEN INFO']],
    ['no base URL', { baseUrl: null, documents: [] }, ['DISCOVER_NOT_ASKED SKIP']],
  ]
  test.each(cases)('%s', (_name, seen, found) => {
    expect(codes(seen)).toEqual([...found].sort())
  })

  test('a document that was not seen is INFO', () => {
    const seen = seeing({})
    const [first, ...rest] = seen.documents
    const documents = [{ ...first!, answer: couldNotSee(look, 'deadline', 'no answer in 10 s') }, ...rest]
    expect(codes({ ...seen, documents })).toEqual([missing, 'DISCOVER_NOT_SEEN INFO'])
  })
})

test('no document makes the reader throw or leave the origin', () => {
  const keys = fc.constantFrom(
    'paths',
    'get',
    'post',
    'responses',
    '402',
    'servers',
    'url',
    'parameters',
    'resources',
    'items',
    'resource',
    'method',
    'path',
    'price',
    '__proto__',
    '/v1/{a}',
  )
  const json = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.webUrl(),
      fc.constantFrom(null, 1, true, '//evil.test/x', '/v1/{a}'),
      fc.dictionary(keys, tie('node')),
      fc.array(tie('node')),
    ),
  })).node
  fc.assert(
    fc.property(json, (document) => {
      const pages = Object.fromEntries(routePaths.map((path) => [path, document]))
      const seen = seeing(pages)
      for (const route of routesFound(seen)) {
        expect(route.path).toMatch(/^\/[^?#{}]*$/)
        expect(new URL(`${baseUrl}${route.path}`).origin).toBe(baseUrl)
      }
      expect(codes(seen).length).toBeGreaterThan(0)
    }),
    { numRuns: 400 },
  )
})

const running: { readonly close: () => Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})

test('a real server is asked for five documents, plainly', async () => {
  const server = await serve(({ url }) =>
    url === '/.well-known/x402'
      ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{"resources":["POST /v1/a"]}' }
      : { status: 404 },
  )
  running.push(server)
  const expectation = expectRouteDocuments(profileFor(`${server.origin}/`))
  const ran = await runRoom(routeDocuments, expectation, { http: plainHttp() }, new AbortController().signal)
  expect(server.heard.map((one) => one.url).sort()).toEqual([...routePaths].sort())
  expect(server.heard.every((one) => one.headers.accept === 'application/json' && one.method === 'GET')).toBe(
    true,
  )
  expect(routesFound(ran.seen)).toEqual([
    { method: 'POST', path: '/v1/a', source: '/.well-known/x402', methodSaid: true },
  ])
  expect(ran.findings.map((found) => found.code).sort()).toEqual(['DISCOVER_ABSENT', 'DISCOVER_FOUND'])
})
