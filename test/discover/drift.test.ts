import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAsMatrix } from '../../src/commands/discover-ask.ts'
import { runRoom } from '../../src/core/run-room.ts'
import { discover, expectDiscover } from '../../src/discover/room.ts'
import type { DiscoverSeen } from '../../src/discover/shapes.ts'
import { systemClock } from '../../src/wiring.ts'
import { profileFor } from '../matrix/fixtures.ts'
import { plainHttp } from '../matrix/plain-http.ts'
import { type Heard, type Said, serve } from '../matrix/scripted-server.ts'
import { type Claim, claimsWith, demand, dialects, healthyPages, shopAnswer, sold } from './shop.ts'

type Pages = Partial<Record<string, unknown>>
type Script = (heard: Heard) => Said | null

let server: Awaited<ReturnType<typeof serve>>
let pages: Pages = {}
let script: Script = () => null

beforeAll(async () => {
  server = await serve((heard, _nth, origin) => script(heard) ?? shopAnswer(heard, origin, pages))
})
afterAll(() => server.close())

const http = plainHttp()
const clock = systemClock

/** Runs discovery against the shop; gives what asks for attention, as "CODE document-or-route". */
async function look(serving: Pages, say: Script = () => null, profileChanges = {}) {
  pages = serving
  script = say
  const profile = profileFor(server.origin, profileChanges)
  const ports = { http, clock, ask: askAsMatrix(profile, { http, clock }), catalogues: [] }
  const ran = await runRoom(discover, expectDiscover(profile), ports, new AbortController().signal)
  const loud = ran.findings.filter(({ verdict }) => ['FAIL', 'WARN', 'UNKNOWN'].includes(verdict))
  const where = ({ document, where: place, catalogue, route, routes }: (typeof loud)[number]['args']) =>
    document ?? place ?? catalogue ?? route ?? routes
  return { ...ran, loud: loud.map(({ code, args }) => `${code} ${where(args)}`) }
}

test('documents that say the truth, in every dialect and unit, raise nothing', async () => {
  for (const { path, write } of dialects) {
    const ran = await look({ ...healthyPages(server.origin), [path]: write(sold, server.origin) })
    expect(ran.loud).toEqual([])
  }
})

describe('one thing that is wrong, alone among all documents', () => {
  const cases = dialects.flatMap((dialect) =>
    dialect.says.map((kind) => [dialect.name, kind, dialect] as const),
  )
  test.each(cases)('%s: %s', async (_name, kind, { path, write }) => {
    const ran = await look({
      ...healthyPages(server.origin),
      [path]: write(claimsWith(kind), server.origin),
    })
    // T402 says one chain for all of its routes, and llms.txt one recipient.
    const shared =
      (path === '/.well-known/t402.json' && kind === 'NETWORK') || (path === '/llms.txt' && kind === 'PAYTO')
    const times = shared ? sold.length : 1
    expect(ran.loud).toEqual(Array.from({ length: times }, () => `DISCOVER_DRIFT_${kind} ${path}`))
    const [found] = ran.findings.filter(({ code }) => code.startsWith('DISCOVER_DRIFT'))
    expect(found?.verdict).toBe('FAIL')
    expect(found?.text).toContain(path)
  })
})

const asDocument = (claims: readonly Claim[]) => ({
  '/.well-known/x402': { resources: claims.map(({ method, path }) => `${method} ${path}`) },
})
const configured = (claims: readonly Claim[]) => ({
  routes: claims.map(({ method, path }) => {
    return { id: path, method, path, price: null, sample: null, twin: null }
  }),
})

describe('routes', () => {
  test('one that is configured and not named is FAIL, and only WARN when another document names it', async () => {
    const [, ...fewer] = sold
    const told = await look(asDocument(fewer), undefined, configured(sold))
    expect(told.loud).toEqual(['DISCOVER_ROUTE_MISSING /.well-known/x402'])
    expect(told.findings.find(({ code }) => code === 'DISCOVER_ROUTE_MISSING')?.verdict).toBe('FAIL')
    const between = await look({ ...asDocument(fewer), '/x402/catalog.json': sold })
    expect(between.findings.find(({ code }) => code === 'DISCOVER_ROUTE_MISSING')?.verdict).toBe('WARN')
  })

  test('one that is named and not configured is WARN', async () => {
    const told = await look(asDocument(sold), undefined, configured(sold.slice(1)))
    expect(told.loud).toEqual(['DISCOVER_ROUTE_EXTRA /.well-known/x402'])
    expect(told.findings.find(({ code }) => code === 'DISCOVER_ROUTE_EXTRA')?.text).toContain('POST /v1/scan')
  })

  test('a bare URL is asked with POST when GET finds nothing', async () => {
    const told = await look({ '/.well-known/x402': { resources: sold.map(({ path }) => path) } })
    expect(told.loud).toEqual([])
    expect((told.seen as DiscoverSeen).live.map(({ method, path }) => `${method} ${path}`)).toContain(
      'POST /v1/scan',
    )
  })

  test('a route that answers 405 is named with another method', async () => {
    const told = await look(asDocument([{ ...sold[0]!, method: 'GET' }]), ({ url }) =>
      url === '/v1/scan' ? { status: 405 } : null,
    )
    expect(told.loud).toEqual(['DISCOVER_DRIFT_METHOD /.well-known/x402'])
  })

  test('what is served for nothing has another price than the document says', async () => {
    const told = await look({ '/x402/catalog.json': [{ ...sold[1]!, price: '$0.005' }] }, ({ url }) =>
      url === '/v1/price' ? { status: 200, body: 'goods' } : null,
    )
    expect(told.loud).toEqual(['DISCOVER_DRIFT_PRICE /x402/catalog.json'])
    expect(JSON.stringify(told.seen)).not.toContain('goods')
  })

  test('free credit is no drift', async () => {
    const told = await look({ '/x402/catalog.json': [{ ...sold[1]!, price: '$0.005' }] }, ({ url }) =>
      url === '/v1/price' ? { status: 200, headers: { 'x-free-calls-remaining': '3' } } : null,
    )
    expect(told.loud).toEqual([])
  })
})

describe('what cannot be seen is said', () => {
  test('a closed route leaves documents undecided; documents that contradict each other are found', async () => {
    const closed: Script = ({ url }) => (url === '/v1/scan' ? { status: 500 } : null)
    const [scan, ...rest] = sold
    const told = await look(
      {
        '/x402/catalog.json': sold.map((claim) => ({
          ...claim,
          accepts: [{ amount: String(claim.atomic), ...claim }],
        })),
        '/catalog.json': {
          items: [{ ...scan, price: '$0.02' }, ...rest.map((one) => ({ ...one, paid: true }))],
        },
      },
      closed,
    )
    expect(told.loud.sort()).toEqual([
      'DISCOVER_DISAGREE POST /v1/scan',
      'DISCOVER_LIVE_UNSEEN POST /v1/scan',
    ])
  })

  test('a document that fails is UNKNOWN, a server that is down is FAIL', async () => {
    const told = await look(asDocument(sold), ({ url }) => (url === '/catalog.json' ? { status: 503 } : null))
    expect(told.findings.find(({ code }) => code === 'DISCOVER_UNANSWERED')?.verdict).toBe('UNKNOWN')
    const profile = profileFor('http://127.0.0.1:9')
    const ports = { http, clock, ask: askAsMatrix(profile, { http, clock }), catalogues: [] }
    const down = await runRoom(discover, expectDiscover(profile), ports, new AbortController().signal)
    expect(down.findings.find(({ code }) => code === 'DISCOVER_UNANSWERED')?.verdict).toBe('FAIL')
  })
})

describe('what indexes ask for', () => {
  const only =
    (changes: object): Script =>
    ({ url, method }) => {
      const claim = sold.find((one) => one.path === url && one.method === method)
      return claim === undefined ? null : demand(claim, server.origin, changes)
    }

  test('no input schema in any document nor in the 402', async () => {
    const told = await look(asDocument(sold), only({ extensions: {} }))
    expect(told.loud).toEqual(['DISCOVER_NO_INPUT_SCHEMA POST /v1/scan,GET /v1/price,GET /v1/report'])
  })

  test('OpenAPI may describe it instead', async () => {
    const paths = Object.fromEntries(
      sold.map(({ path, method }) => [
        path,
        { [method.toLowerCase()]: { parameters: [], responses: { 402: {} } } },
      ]),
    )
    expect((await look({ '/openapi.json': { paths } }, only({ extensions: {} }))).loud).toEqual([])
  })

  test('a scheme that stock clients do not know', async () => {
    const [first] = sold
    const accepts = [
      {
        scheme: 'onchain-proof',
        network: first!.network,
        amount: '10000',
        asset: first!.asset,
        payTo: first!.payTo,
      },
    ]
    const told = await look(asDocument([first!]), only({ accepts }))
    expect(told.loud).toEqual(['DISCOVER_UNPAYABLE POST /v1/scan'])
  })

  test('a bazaar extension that names another method than the one it answers', async () => {
    const extensions = { bazaar: { info: { input: { type: 'http', method: 'DELETE' } } } }
    const told = await look(asDocument([sold[1]!]), only({ extensions }))
    expect(told.loud).toEqual(['DISCOVER_DRIFT_METHOD the bazaar extension of its 402'])
  })
})

test('a document of ours that names another host is WARN, and the host is never asked', async () => {
  const resources = [...asDocument(sold)['/.well-known/x402'].resources, 'https://old.example.com/v1/scan']
  const told = await look({ '/.well-known/x402': { resources } })
  expect(told.loud).toEqual(['DISCOVER_FOREIGN_HOST /.well-known/x402'])
})

test('routes that were asked in the same run are not asked again, and no payment header is ever sent', async () => {
  pages = asDocument(sold)
  script = () => null
  const profile = profileFor(server.origin)
  const ask = askAsMatrix(profile, { http, clock })
  const known = await ask(sold, new AbortController().signal)
  server.heard.splice(0)
  const ports = { http, clock, ask: askAsMatrix(profile, { http, clock }, known), catalogues: [] }
  const ran = await runRoom(discover, expectDiscover(profile), ports, new AbortController().signal)
  expect(ran.seen.live).toHaveLength(3)
  expect(server.heard.filter(({ url }) => url.startsWith('/v1/'))).toEqual([])
  const headers = server.heard.flatMap((heard) => Object.keys(heard.headers))
  expect(headers.filter((name) => name.includes('payment') || name === 'cookie')).toEqual([])
})

test('a URL that is served to GET is not called free when no document says its method', async () => {
  const served: Script = ({ method, url }) =>
    method === 'GET' && url === '/v1/scan' ? { status: 200, body: 'how to use it' } : null
  const scan = { path: '/v1/scan', price: '$0.01' }
  const bare = { '/.well-known/x402': { resources: [scan] } }
  expect((await look(bare, served)).loud).toContain('DISCOVER_LIVE_UNSEEN GET /v1/scan')
  const named = { '/.well-known/x402': { resources: [{ ...scan, method: 'GET' }] } }
  expect((await look(named, served)).loud).toContain('DISCOVER_DRIFT_PRICE /.well-known/x402')
})
