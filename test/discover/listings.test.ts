import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAsMatrix } from '../../src/commands/discover-ask.ts'
import type { Clock } from '../../src/core/ports.ts'
import { judgeRoom, runRoom } from '../../src/core/run-room.ts'
import { labelOf, listingUrl } from '../../src/discover/listing/collect.ts'
import { momentOf } from '../../src/discover/listing/listed.ts'
import { readPage } from '../../src/discover/listing/page.ts'
import { discover, expectDiscover } from '../../src/discover/room.ts'
import { systemClock } from '../../src/wiring.ts'
import { pays, profileFor } from '../matrix/fixtures.ts'
import { plainHttp } from '../matrix/plain-http.ts'
import { type Heard, type Said, serve } from '../matrix/scripted-server.ts'
import { ours, shopAnswer, sold, stranger, termsOf } from './shop.ts'

let shop: Awaited<ReturnType<typeof serve>>
let index: Awaited<ReturnType<typeof serve>>
let script: (heard: Heard, nth: number) => Said = () => ({ status: 404 })

const list = { '/.well-known/x402': { resources: sold.map(({ method, path }) => `${method} ${path}`) } }

beforeAll(async () => {
  shop = await serve((heard, _nth, origin) => shopAnswer(heard, origin, list))
  index = await serve((heard, nth) => script(heard, nth))
})
afterAll(() => Promise.all([shop.close(), index.close()]))

const slept: number[] = []
const clock: Clock = {
  ...systemClock,
  sleep: async (ms) => {
    slept.push(ms)
  },
}

async function look(path = '/discovery/resources') {
  const profile = profileFor(shop.origin)
  const http = plainHttp()
  const catalogues = [`${index.origin}${path}`]
  const ports = { http, clock, ask: askAsMatrix(profile, { http, clock }), catalogues }
  const expected = expectDiscover(profile)
  index.heard.splice(0)
  const ran = await runRoom(discover, expected, ports, new AbortController().signal)
  const about = ran.findings.filter(({ code }) => /LISTING|LISTED|FOREIGN/.test(code))
  const judgedAgain = judgeRoom(discover, JSON.parse(JSON.stringify(ran.seen)), expected)
  expect(judgedAgain.findings).toEqual(ran.findings)
  return { ran, codes: about.map(({ code, verdict }) => `${code} ${verdict}`).sort(), about }
}

const json = (value: unknown): Said => ({ status: 200, body: JSON.stringify(value) })
const item = (at: number, changes: object = {}, terms: object = {}) => {
  const claim = sold[at]!
  return {
    ...{ resource: `${shop.origin}${claim.path}`, type: 'http', x402Version: 2 },
    accepts: [{ ...termsOf(claim), ...terms }],
    ...{ lastUpdated: new Date().toISOString(), ...changes },
  }
}
const others = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({
    resource: `https://other-${from + at}.example/v1`,
    accepts: [{ ...termsOf(sold[0]!), payTo: stranger }],
  }))
const all = () => sold.map((_claim, at) => item(at))
const read = 'DISCOVER_LISTING_READ PASS'

/** Answers with one page after the other, by the offset that is asked for. */
function paged(entries: readonly unknown[], size: number) {
  return ({ url }: Heard): Said => {
    const offset = Number(new URL(url, 'http://x').searchParams.get('offset'))
    const items = entries.slice(offset, offset + size)
    return json({ x402Version: 2, items, pagination: { limit: size, offset, total: entries.length } })
  }
}

describe('a catalogue is read to its end', () => {
  test('our entries on the last of many pages are found; the service may clamp the page', async () => {
    const entries = [...others(25), ...all()]
    script = paged(entries, 10)
    const { codes, ran } = await look()
    expect(codes).toEqual([read])
    expect(ran.seen.catalogues[0]).toMatchObject({ pages: 3, entries: 28, why: null })
    expect(ran.seen.catalogues[0]?.items).toHaveLength(3)
  })

  test('cursors, and a second time the same cursor ends it', async () => {
    script = ({ url }) => {
      const cursor = new URL(url, 'http://x').searchParams.get('cursor')
      const items = cursor === null ? all().slice(0, 1) : all().slice(1)
      return json({ items, pagination: { cursor: 'next', limit: 1 } })
    }
    expect((await look()).codes).toEqual([read])
    expect(index.heard).toHaveLength(2)
  })

  test.each([
    ['a merchant of CDP', () => ({ resources: all(), pagination: { total: 3, limit: 100, offset: 0 } })],
    [
      '402index',
      () => ({
        total: 3,
        services: sold.map(({ method, path, atomic }) => ({
          ...{ url: `${shop.origin}${path}`, protocol: 'x402', http_method: method },
          ...{ price_usd: atomic / 1e6, payment_asset: 'USDC', payment_network: 'Base' },
        })),
      }),
    ],
    ['T402', () => ({ data: { items: all().map((one) => ({ ...one, t402Version: 2 })), total: 3 } })],
    ['a bare list', () => all()],
  ])('%s', async (_name, page) => {
    script = () => json(page())
    expect((await look()).codes).toEqual([read])
  })

  test.each([
    ['an empty page', (nth: number) => ({ items: nth === 0 ? others(2) : [], total: 900 })],
    [
      'a cursor that is gone',
      (nth: number) => ({
        ...{ items: others(2, nth * 2), total: 900 },
        ...(nth === 0 ? { cursor: 'next' } : {}),
      }),
    ],
  ])(
    '%s before the total is reached is no end, so nobody says that routes are not listed',
    async (_name, page) => {
      let nth = 0
      script = () => {
        nth += 1
        return json(page(nth - 1))
      }
      const { codes, ran } = await look()
      expect(codes).toEqual(['DISCOVER_LISTING_UNREAD UNKNOWN'])
      expect(ran.seen.catalogues[0]?.why).toMatch(/^it ends at \d of 900$/)
    },
  )

  test('times that move from one answer to the next do not make one page many', async () => {
    let nth = 0
    script = () => {
      nth += 1
      return json(all().map((one) => ({ ...one, lastUpdated: new Date(Date.now() - nth).toISOString() })))
    }
    expect((await look()).codes).toEqual([read])
    expect(index.heard).toHaveLength(2)
  })

  test('an entry of ours that is too long to be read may be the one that is missed', async () => {
    const long = item(0, { description: 'x'.repeat(40_000) })
    script = () => json([long, item(1), item(2)])
    const { codes, about } = await look()
    expect(codes).toEqual(['DISCOVER_LISTING_UNREAD UNKNOWN'])
    expect(about[0]?.text).toContain('1 entry of this service is too long to be read')
  })

  test('a service without pages, which says a total, is not believed to be read', async () => {
    script = () => json({ items: others(2), pagination: { total: 900 } })
    const { codes, ran } = await look()
    expect(codes).toEqual(['DISCOVER_LISTING_UNREAD UNKNOWN'])
    expect(ran.seen.catalogues[0]?.why).toBe('it gives the same page again')
    expect(index.heard).toHaveLength(2)
  })

  test('pages without end are left after 200', async () => {
    script = ({ url }) => {
      const offset = Number(new URL(url, 'http://x').searchParams.get('offset'))
      return json({ items: others(1, offset) })
    }
    expect((await look()).ran.seen.catalogues[0]).toMatchObject({
      pages: 200,
      why: 'it has more than 200 pages',
    })
  })

  test.each([
    ['no list', { status: 200, body: '{"error":"no"}' }, 'a page is no list that is known'],
    ['no JSON', { status: 200, body: '<html>' }, 'a page is no list that is known'],
    ['an error', { status: 500 }, 'the answer was 500'],
    [
      'a long wait',
      { status: 429, headers: { 'retry-after': '3600' } },
      'it limits how often it may be asked',
    ],
  ])('%s is not read', async (_name, said, why) => {
    script = () => said
    const { codes, ran } = await look()
    expect(codes).toEqual(['DISCOVER_LISTING_UNREAD UNKNOWN'])
    expect(ran.seen.catalogues[0]?.why).toBe(why)
  })

  test('a short limit is waited for, a page that is too large for the service is asked for smaller', async () => {
    slept.splice(0)
    script = ({ url }, nth) => {
      if (url.includes('limit=500')) return { status: 422 }
      return nth === 2 ? { status: 429, headers: { 'retry-after': '2' } } : json({ items: all(), total: 3 })
    }
    index = await replaced(index)
    expect((await look()).codes).toEqual([read])
    expect(slept).toEqual([2000])
  })
})

async function replaced(old: typeof index) {
  await old.close()
  return serve((heard, nth) => script(heard, nth))
}

describe('what a catalogue says of us', () => {
  const saying = async (...entries: readonly unknown[]) => {
    script = () => json({ items: entries, total: entries.length })
    return look()
  }

  test('not listed, though it could be', async () => {
    const { codes, about } = await saying(item(0))
    expect(codes).toEqual([read, 'DISCOVER_NOT_LISTED INFO'].sort())
    expect(about.find(({ code }) => code === 'DISCOVER_NOT_LISTED')?.args.routes).toEqual([
      'GET /v1/price',
      'GET /v1/report',
    ])
  })

  test.each([
    ['price', { amount: '99' }],
    ['network', { network: 'eip155:84532' }],
    ['asset', { asset: stranger }],
  ])('another %s', async (what, terms) => {
    const { codes, about } = await saying(item(0, {}, terms), item(1), item(2))
    expect(codes).toEqual(['DISCOVER_LISTING_DRIFT WARN', read])
    expect(about.find(({ code }) => code === 'DISCOVER_LISTING_DRIFT')?.args.what).toBe(what)
  })

  test('a path that is gone', async () => {
    const { codes } = await saying(...all(), { ...item(0), resource: `${shop.origin}/v0/scan` })
    expect(codes).toEqual(['DISCOVER_LISTING_DRIFT WARN', read])
  })

  test('our host with the address of somebody else is FAIL', async () => {
    const { codes, about } = await saying(item(0, {}, { payTo: stranger }), item(1), item(2))
    expect(codes).toEqual(['DISCOVER_FOREIGN_PAYTO FAIL', read])
    expect(about.find(({ code }) => code === 'DISCOVER_FOREIGN_PAYTO')?.text).toContain(stranger)
  })

  test('our address on the host of somebody else is WARN', async () => {
    const elsewhere = { ...item(0), resource: 'https://copy.example/v1/scan' }
    expect((await saying(...all(), elsewhere)).codes).toEqual(['DISCOVER_FOREIGN_HOST WARN', read])
  })

  test('no sign of life for thirty days', async () => {
    const old = { lastUpdated: Math.round(Date.now() / 1000) - 31 * 86_400 }
    expect((await saying(item(0, old), item(1), item(2))).codes).toEqual(['DISCOVER_LISTING_OLD INFO', read])
  })

  test('an address that was ours before is no stranger, but it is another one', async () => {
    const past = { address: stranger, from: null, until: '2026-01-01T00:00:00Z' }
    const profile = profileFor(shop.origin, { pays: [{ ...pays, payTo: [...pays.payTo, past] }] })
    script = () => json([item(0, {}, { payTo: stranger }), item(1), item(2)])
    const http = plainHttp()
    const catalogues = [`${index.origin}/discovery/resources`]
    const ports = { http, clock, ask: askAsMatrix(profile, { http, clock }), catalogues }
    const expected = expectDiscover(profile)
    const ran = await runRoom(discover, expected, ports, new AbortController().signal)
    const codes = ran.findings.map(({ code }) => code)
    expect(codes).toContain('DISCOVER_LISTING_DRIFT')
    expect(codes).not.toContain('DISCOVER_FOREIGN_PAYTO')
  })
})

test('a key in the address of a catalogue is used, and stands in nothing that is saved or said', async () => {
  script = ({ url }) => (url.includes('key=CANARY') ? json({ items: all(), total: 3 }) : { status: 401 })
  const { ran, codes } = await look('/discovery/resources?key=CANARY-catalogue')
  expect(codes).toEqual([read])
  expect(JSON.stringify({ ...ran, expected: { ...ran.expected, pays: [] } })).not.toContain('CANARY')
})

test('a facilitator is asked for its listing, a listing as it is given; reports leave queries out', () => {
  expect(listingUrl('https://f.example/platform/v2/x402').href).toBe(
    'https://f.example/platform/v2/x402/discovery/resources',
  )
  expect(listingUrl('https://402index.example/api/v1/services?q=shop').href).toBe(
    'https://402index.example/api/v1/services?q=shop',
  )
  expect(labelOf('https://f.example/a?key=CANARY')).toBe('https://f.example/a')
})

test('moments in every spelling', () => {
  const ms = Date.parse('2026-04-26T18:13:16Z')
  const spellings = [ms / 1000, ms, String(ms / 1000), '2026-04-26T18:13:16Z', '2026-04-26 18:13:16']
  expect(spellings.map(momentOf)).toEqual(spellings.map(() => ms))
  expect([null, {}, 'soon', Number.NaN, 'x'.repeat(90)].map(momentOf)).toEqual([null, null, null, null, null])
})

test('no page makes the reader throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (body) => {
      const page = readPage(body)
      expect(page === null || Array.isArray(page.entries)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('the address of the shop is the one that the profile names', () => {
  expect(pays.payTo[0]?.address).toBe(ours)
})
