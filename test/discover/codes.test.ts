import { describe, expect, test } from 'vitest'
import { couldNotSee, saw } from '../../src/core/observation.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { catalog } from '../../src/discover/catalog.ts'
import { discover, expectDiscover } from '../../src/discover/room.ts'
import type { DiscoverExpected, DiscoverSeen, DocumentPath } from '../../src/discover/shapes.ts'
import { baseUrl, profileFor } from '../matrix/fixtures.ts'
import { header } from '../x402/wire.ts'
import { type Claim, claimsWith, dialects, type Kind, sold, stranger, termsOf } from './shop.ts'

const look = { at: '2026-11-21T07:40:02.000Z', source: 'http', ref: baseUrl }
const index = 'https://index.example/discovery/resources'
const manifest = dialects.find(({ path }) => path === '/.well-known/x402.json')!
const profile = expectDiscover(profileFor(baseUrl))

function page(path: DocumentPath, body: unknown, status = 200): DiscoverSeen['documents'][number] {
  const kept = { status, contentType: 'application/json', body: JSON.stringify(body), bodyTruncated: false }
  return {
    path,
    url: `${baseUrl}${path}`,
    answer: saw(look, { ...kept, body: status === 200 ? kept.body : null }),
  }
}

function live(claim: Claim, changes: object = {}, status = 402): DiscoverSeen['live'][number] {
  const extensions = { bazaar: { info: { input: { type: 'http', method: claim.method } } } }
  const json = { x402Version: 2, accepts: [termsOf(claim)], extensions, ...changes }
  const headers = [['payment-required', header(json)] as const]
  return { method: claim.method, path: claim.path, answer: saw(look, { status, headers, body: '{}' }) }
}

/** A healthy look, but for the changes. */
function seen(changes: Partial<DiscoverSeen> = {}): DiscoverSeen {
  const documents = [page('/.well-known/x402.json', manifest.write(sold, baseUrl))]
  return { baseUrl, documents, live: sold.map((claim) => live(claim)), catalogues: [], ...changes }
}

const wrongly = (kind: Kind) =>
  seen({
    documents: [page('/.well-known/x402.json', manifest.write(claimsWith(kind), baseUrl))],
    live: [
      ...sold.map((claim) => live(claim)),
      live({ ...sold[0]!, path: '/v1/scam' }, {}, 404),
      live({ ...sold[0]!, method: 'PUT' }, {}, 404),
    ],
  })

function listing(items: readonly object[], why: string | null = null): Partial<DiscoverSeen> {
  const entries = items.length
  const all = items.map((item) => ({ json: JSON.stringify(item) }))
  return { catalogues: [{ label: index, look, pages: 1, entries, items: all, why }] }
}

const listed = (claim: Claim, changes: object = {}) => ({
  ...{ resource: `${baseUrl}${claim.path}`, lastUpdated: '2026-11-20T00:00:00Z', accepts: [termsOf(claim)] },
  ...changes,
})
const everyOne = sold.map((claim) => listed(claim))
const configured = (count: number): DiscoverExpected => ({ ...profile, routes: sold.slice(0, count) })

const reached: Readonly<Record<keyof typeof catalog, readonly [DiscoverSeen, DiscoverExpected?]>> = {
  DISCOVER_FOUND: [seen()],
  DISCOVER_ABSENT: [seen({ documents: [page('/llms.txt', null, 404)] })],
  DISCOVER_NOT_SEEN: [seen({ documents: [page('/catalog.json', null, 401)] })],
  DISCOVER_UNREADABLE: [seen({ documents: [page('/catalog.json', {})] })],
  DISCOVER_LEFT_OUT: [seen({ documents: [page('/.well-known/x402', { resources: ['/v1/{id}'] })] })],
  DISCOVER_NOT_ASKED: [seen({ baseUrl: null, documents: [], live: [] })],
  DISCOVER_UNANSWERED: [seen({ documents: [page('/catalog.json', null, 503)] })],
  DISCOVER_NOT_COMPARED: [seen({ documents: [], live: [] })],
  DISCOVER_LIVE_UNSEEN: [
    seen({
      live: [
        { method: 'POST', path: '/v1/scan', answer: couldNotSee(look, 'deadline', 'no answer in 10 s') },
      ],
    }),
  ],
  DISCOVER_DRIFT_PRICE: [wrongly('PRICE')],
  DISCOVER_DRIFT_PAYTO: [wrongly('PAYTO')],
  DISCOVER_DRIFT_NETWORK: [wrongly('NETWORK')],
  DISCOVER_DRIFT_ASSET: [wrongly('ASSET')],
  DISCOVER_DRIFT_METHOD: [wrongly('METHOD')],
  DISCOVER_DRIFT_PATH: [wrongly('PATH')],
  DISCOVER_ROUTE_MISSING: [
    seen({ documents: [page('/.well-known/x402.json', manifest.write(sold.slice(1), baseUrl))] }),
    configured(3),
  ],
  DISCOVER_ROUTE_EXTRA: [seen(), configured(2)],
  DISCOVER_DISAGREE: [
    seen({
      live: [],
      documents: [
        page('/.well-known/x402.json', manifest.write(sold, baseUrl)),
        page('/x402/bazaar.json', manifest.write(claimsWith('PRICE'), baseUrl)),
      ],
    }),
  ],
  DISCOVER_NO_INPUT_SCHEMA: [seen({ live: sold.map((claim) => live(claim, { extensions: {} })) })],
  DISCOVER_UNPAYABLE: [
    seen({ live: [live(sold[0]!, { accepts: [{ ...termsOf(sold[0]!), scheme: 'onchain-proof' }] })] }),
  ],
  DISCOVER_FOREIGN_HOST: [
    seen(listing([...everyOne, listed(sold[0]!, { resource: 'https://copy.example/v1/scan' })])),
  ],
  DISCOVER_FOREIGN_PAYTO: [seen(listing([listed({ ...sold[0]!, payTo: stranger }), ...everyOne.slice(1)]))],
  DISCOVER_NO_CATALOGUE: [seen()],
  DISCOVER_LISTING_READ: [seen(listing(everyOne))],
  DISCOVER_LISTING_UNREAD: [seen(listing(everyOne, 'the answer was 500'))],
  DISCOVER_NOT_LISTED: [seen(listing(everyOne.slice(1)))],
  DISCOVER_LISTING_DRIFT: [seen(listing([listed({ ...sold[0]!, atomic: 1 }), ...everyOne.slice(1)]))],
  DISCOVER_LISTING_OLD: [
    seen(listing([listed(sold[0]!, { lastUpdated: 1_760_000_000 }), ...everyOne.slice(1)])),
  ],
}

describe('the words of every finding', () => {
  test.each(Object.keys(catalog) as (keyof typeof catalog)[])('%s', (code) => {
    const [look, expected = profile] = reached[code]
    const found = judgeRoom(discover, look, expected).findings.filter((one) => one.code === code)
    // Nothing there: five questions have nothing to compare, and each of them says so.
    expect(found).toHaveLength(code === 'DISCOVER_NOT_COMPARED' ? 5 : 1)
    expect(found.map(({ verdict, title, text, next }) => ({ verdict, title, text, next }))).toMatchSnapshot()
  })
})

test('a healthy look has nothing that asks for attention', () => {
  const judged = judgeRoom(discover, seen(listing(everyOne)), configured(3))
  expect(judged.findings.map(({ verdict }) => verdict)).toEqual(['PASS', 'PASS'])
})
