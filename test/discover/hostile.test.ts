import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { saw } from '../../src/core/observation.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { discover, expectDiscover } from '../../src/discover/room.ts'
import { discoverRows } from '../../src/discover/rows.ts'
import { type DiscoverSeen, type DocumentPath, documentPaths } from '../../src/discover/shapes.ts'
import { viewOf } from '../../src/discover/view.ts'
import { baseUrl, profileFor } from '../matrix/fixtures.ts'
import { header } from '../x402/wire.ts'
import { dialects, sold, termsOf } from './shop.ts'

const look = { at: '2026-11-21T07:40:02.000Z', source: 'http', ref: baseUrl }
const expected = expectDiscover(profileFor(baseUrl))

/** What was seen when every document, the 402s and a catalogue say this. */
function seeing(document: unknown, text: string, live = document): DiscoverSeen {
  const documents = documentPaths.map((path) => {
    const body = path === '/llms.txt' ? text : JSON.stringify(document)
    const answer = saw(look, { status: 200, contentType: null, body: body ?? 'null', bodyTruncated: false })
    return { path, url: `${baseUrl}${path}`, answer }
  })
  const routes = sold.map(({ method, path }) => {
    const headers = [['payment-required', header(live)] as const]
    return { method, path, answer: saw(look, { status: 402, headers, body: '{}' }) }
  })
  const label = 'https://index.example/discovery/resources'
  const items = [{ json: JSON.stringify(document) ?? null }, { json: null }, { json: '{' }]
  return {
    baseUrl,
    documents,
    live: routes,
    catalogues: [{ label, look, pages: 1, entries: 1, items, why: null }],
  }
}

const words = [
  'paths',
  '/v1/scan',
  'post',
  'get',
  'x-payment-info',
  'price',
  'amount',
  'currency',
  'mode',
  'min',
  'max',
  'offers',
  'protocols',
  'x402',
  'mpp',
  'accepts',
  'network',
  'asset',
  'payTo',
  'resources',
  'items',
  'tools',
  'endpoints',
  'chains',
  'resource',
  'url',
  'path',
  'method',
  'extensions',
  'bazaar',
  'info',
  'input',
  'lastUpdated',
  'quality',
  'servers',
  '__proto__',
  'constructor',
]
const hostileTexts = [
  '/v1/scan',
  'POST /v1/scan',
  `${baseUrl}/v1/scan`,
  '//evil.example/x',
  'http://169.254.169.254/latest',
  '\u001b]52;c;CANARY\u0007',
  '\u202e/v1/\u200bscan',
  '$1e309',
  '0.0000000000000000000000000001',
  '-1',
  '1'.repeat(90),
  'eip155:8453',
  'base',
  '\ud800',
  '{a}{b}',
]
const json = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...hostileTexts),
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.constantFrom(null, true, 0, -0, 1e-7, 1e21),
    fc.dictionary(fc.oneof(fc.constantFrom(...words), fc.string()), tie('node')),
    fc.array(tie('node')),
  ),
})).node
const llmsText = fc
  .array(fc.oneof(fc.constantFrom(...hostileTexts, '$0.01', 'payTo:', '|', 'GET', '`'), fc.string()))
  .map((parts) => parts.join(' '))

// C0, C1, zero-width and bidirectional characters: nothing of it may reach a terminal.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/

describe('whatever documents, 402s and catalogues say', () => {
  test('nothing throws, nothing unsafe is said, nobody leaves the origin, and it is the same twice', () => {
    fc.assert(
      fc.property(json, llmsText, json, (document, text, live) => {
        const seen = seeing(document, text, live)
        const judged = judgeRoom(discover, seen, expected)
        const rows = discoverRows(seen, expected, judged.findings)
        const said = [...judged.findings.map((found) => found.text), ...rows.flatMap(Object.values)].join(
          '\n',
        )
        expect(said).not.toMatch(unsafe)
        for (const { path } of viewOf(seen, expected).documents.flatMap(({ offers }) => offers))
          expect(new URL(`${baseUrl}${path}`).origin).toBe(baseUrl)
        const again = judgeRoom(discover, JSON.parse(JSON.stringify(seen)), expected)
        expect(again.findings.map(({ id }) => id)).toEqual(judged.findings.map(({ id }) => id))
      }),
      { numRuns: 120 },
    )
  })

  test('every dialect survives values of every kind in place of its own', () => {
    const claims = fc.record({
      method: fc.constantFrom('GET', 'BREW', ''),
      path: fc.constantFrom('/v1/scan', '', '//x', '/{a}'),
      atomic: fc.oneof(fc.double(), fc.maxSafeNat()),
      network: fc.string(),
      asset: fc.string(),
      payTo: fc.string(),
    })
    fc.assert(
      fc.property(fc.constantFrom(...dialects), fc.array(claims, { maxLength: 3 }), (dialect, list) => {
        const { path, write } = dialect as { path: DocumentPath; write: (typeof dialects)[number]['write'] }
        const page = write(list, baseUrl)
        const text = typeof page === 'string' ? page : ''
        const seen = seeing(path === '/llms.txt' ? null : page, text, {
          x402Version: 2,
          accepts: [termsOf(sold[0]!)],
        })
        expect(judgeRoom(discover, seen, expected).checks).toHaveLength(discover.checks.length)
      }),
      { numRuns: 100 },
    )
  })

  test('a document twice as long takes no more than a few times as long', () => {
    const long = (times: number) => `${'GET `|* /v1/scan $0.01 payTo 0x '.repeat(40)}\n`.repeat(times)
    const timeOf = (times: number) => {
      const seen = seeing(null, long(times))
      const before = performance.now()
      viewOf({ ...seen }, expected)
      return performance.now() - before
    }
    const best = (times: number) => Math.min(...[1, 2, 3].map(() => timeOf(times)))
    best(200)
    expect(best(1600)).toBeLessThan(best(800) * 6 + 50)
  })
})
