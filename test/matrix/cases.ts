import type { MatrixExpected, MatrixSeen, RouteSeen } from '../../src/matrix/shapes.ts'
import { beyond } from './cases-beyond.ts'
import {
  asked,
  expecting,
  ours,
  pays,
  price,
  requirement,
  route,
  seeing,
  stranger,
  unanswered,
  usdc,
  v1,
  v1Answer,
  v2,
  v2Answer,
} from './fixtures.ts'

/** A situation and everything the matrix says about it. */
export type Case = {
  readonly name: string
  readonly seen: MatrixSeen
  readonly expected?: MatrixExpected
  /** Every finding: "CODE VERDICT"; what nobody asked for is told by one case only. */
  readonly found: readonly string[]
}

const unpaid = (one: RouteSeen['unpaid']) => seeing({ unpaid: one })
const terms = (...accepts: readonly unknown[]) => unpaid(v2Answer(v2(...accepts)))
const term = (changes: object) => terms({ ...requirement, ...changes })
const ok = 'OK_402 PASS'
const skipped = Array.from({ length: 12 }, () => 'NOTHING_COMPARED SKIP')
const cold = (...codes: readonly string[]) => [...codes, ...skipped, 'NOTHING_COMPARED SKIP']
const notConfigured = [
  ...['the network', 'the token', 'payTo', 'minimum', 'browser', 'price'].map(
    () => 'EXPECTATION_ABSENT INFO',
  ),
]
const unit2 = { ...usdc, network: 'eip155:137', asset: '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359' }
const polygon = { ...pays, network: 'eip155:137', unit: unit2 }
const polygonTerms = { ...requirement, network: 'eip155:137', asset: unit2.asset }

export const answers: readonly Case[] = [
  { name: 'healthy v2', seen: seeing(), found: [ok] },
  { name: 'healthy v1', seen: unpaid(v1Answer(v1())), found: [ok] },
  { name: 'served free', seen: unpaid(asked(200)), found: cold('SERVED_FREE FAIL') },
  {
    name: 'free tier',
    seen: unpaid(asked(200, { 'x-free-calls-remaining': '4' })),
    found: cold('FREE_TIER INFO', 'TERMS_NOT_SEEN UNKNOWN'),
  },
  {
    name: 'an open server that only says that it is free',
    seen: unpaid(asked(200, { 'x-free-calls-remaining': 'unlimited', 'x-free-tier-mode': 'open' })),
    found: cold('SERVED_FREE FAIL'),
  },
  {
    name: 'refund credit',
    seen: unpaid(asked(200, { 'x-refund-credit': 'applied' })),
    found: cold('FREE_CREDIT INFO', 'TERMS_NOT_SEEN UNKNOWN'),
  },
  {
    name: 'redirect',
    seen: unpaid(asked(308, { location: 'https://127.0.0.1/v2' })),
    found: cold('REDIRECTED WARN', 'TERMS_NOT_SEEN UNKNOWN'),
  },
  ...[400, 415, 422].map((status) => ({
    name: `input ${status}`,
    seen: unpaid(asked(status)),
    found: cold('INPUT_REJECTED UNKNOWN'),
  })),
  ...[404, 405].map((status) => ({
    name: `method ${status}`,
    seen: unpaid(asked(status)),
    found: cold('METHOD_WRONG FAIL'),
  })),
  ...[401, 403].map((status) => ({
    name: `wall ${status}`,
    seen: unpaid(asked(status)),
    found: cold('AUTH_WALL FAIL'),
  })),
  {
    name: 'rate limit',
    seen: unpaid(asked(429, { 'retry-after': '9' })),
    found: cold('RATE_LIMITED UNKNOWN'),
  },
  {
    name: 'circuit open',
    seen: unpaid(asked(503, { 'x-circuit-state': 'OPEN', 'retry-after': '30' })),
    found: cold('CIRCUIT_OPEN WARN', 'TERMS_NOT_SEEN UNKNOWN'),
  },
  {
    name: 'shield',
    seen: unpaid(asked(503, { 'x-shield-status': 'unhealthy' })),
    found: cold('GATE_CLOSED WARN', 'TERMS_NOT_SEEN UNKNOWN'),
  },
  {
    name: 'switched off',
    seen: unpaid(asked(503, {}, '{"error":"x402_disabled"}')),
    found: cold('GATE_CLOSED WARN', 'TERMS_NOT_SEEN UNKNOWN'),
  },
  { name: 'plain 503', seen: unpaid(asked(503)), found: cold('SERVER_ERROR FAIL') },
  {
    name: 'closed with terms',
    seen: unpaid(asked(503, { 'payment-required': 'e30=', 'retry-after': '1' })),
    found: cold('GATE_CLOSED WARN', 'GATE_WITH_TERMS FAIL', 'TERMS_NOT_SEEN UNKNOWN'),
  },
  {
    name: 'not initialised',
    seen: unpaid(asked(500, {}, '{"error":"Internal Server Error"}')),
    found: cold('NOT_INITIALISED FAIL'),
  },
  {
    name: 'other 500',
    seen: unpaid(asked(500, {}, '{"error":"Internal Server Error","id":1}')),
    found: cold('SERVER_ERROR FAIL'),
  },
  { name: 'teapot', seen: unpaid(asked(418)), found: cold('UNEXPECTED_STATUS UNKNOWN') },
  { name: 'no answer', seen: unpaid(unanswered('connect')), found: cold('UNREACHABLE FAIL') },
  { name: 'aborted', seen: unpaid(unanswered('aborted')), found: cold('NOT_ASKED UNKNOWN') },
  {
    name: 'headers beyond the cap',
    seen: unpaid(unanswered('too-large')),
    found: cold('HEADER_TOO_LARGE FAIL'),
  },
  {
    name: 'large headers',
    seen: unpaid(v2Answer({ ...v2(requirement), pad: 'x'.repeat(13_000) })),
    found: [ok, 'HEADER_TOO_LARGE FAIL'],
  },
  {
    name: 'a route that vanished',
    seen: { routes: [] },
    found: [
      'ROUTE_MISSING FAIL',
      ...skipped,
      'NOTHING_COMPARED SKIP',
      'VARIANTS_NOT_ASKED SKIP',
      'GARBAGE_NOT_ASKED SKIP',
    ],
  },
  {
    name: 'no routes',
    seen: { routes: [] },
    expected: expecting({ routes: [] }),
    found: ['ROUTES_UNKNOWN UNKNOWN', ...Array.from({ length: 25 }, () => 'NOTHING_COMPARED SKIP')],
  },
  {
    name: 'a found route',
    seen: seeing(),
    expected: expecting({ routes: [{ ...route, origin: 'discovered' }] }),
    found: [ok, 'ROUTES_FOUND INFO'],
  },
  {
    name: 'a found route that is not there',
    seen: unpaid(asked(404)),
    expected: expecting({ routes: [{ ...route, origin: 'discovered' }] }),
    found: cold('METHOD_WRONG WARN', 'ROUTES_FOUND INFO'),
  },
]

export const readability: readonly Case[] = [
  { name: '402 without terms', seen: unpaid(asked(402)), found: cold(ok, 'NO_REQUIREMENTS FAIL') },
  {
    name: '402 as a page',
    seen: unpaid(asked(402, { 'content-type': 'text/html' }, '<html>')),
    found: cold(ok, 'NO_REQUIREMENTS FAIL'),
  },
  {
    name: 'MPP beside x402',
    seen: unpaid(v2Answer(v2(requirement), { 'www-authenticate': 'Payment id="1", method="tempo"' })),
    found: [ok, 'MPP_BESIDE INFO'],
  },
  {
    name: 'MPP only',
    seen: unpaid(asked(402, { 'www-authenticate': 'Payment id="1"' })),
    found: cold(ok, 'NO_REQUIREMENTS FAIL'),
  },
  { name: 'an empty list', seen: unpaid(v2Answer(v2())), found: cold(ok, 'NO_REQUIREMENTS FAIL') },
  {
    name: 'sign-in only',
    seen: unpaid(v2Answer({ ...v2(), extensions: { 'sign-in-with-x': {} } })),
    found: cold(ok, 'SIGN_IN_ONLY WARN'),
  },
  {
    name: 'a header of rubbish',
    seen: unpaid(asked(402, { 'payment-required': '%%%' })),
    found: cold(ok, 'UNDECODABLE FAIL'),
  },
  {
    name: 'a body cut short',
    seen: unpaid(asked(402, {}, '{"x402Version":1,')),
    found: cold(ok, 'UNDECODABLE FAIL'),
  },
  { name: 'amount 1e3', seen: term({ amount: '1e3' }), found: [ok, 'UNDECODABLE FAIL'] },
  { name: 'amount as a number', seen: term({ amount: 10_000 }), found: [ok, 'UNDECODABLE FAIL'] },
  {
    name: 'version 3',
    seen: unpaid(v2Answer({ ...v2(requirement), x402Version: 3 })),
    found: cold(ok, 'VERSION_UNKNOWN FAIL'),
  },
  {
    name: 'base64url',
    seen: unpaid(
      v2Answer(v2(requirement), {
        'payment-required': Buffer.from(JSON.stringify({ ...v2(requirement), error: '???~~~' })).toString(
          'base64url',
        ),
      }),
    ),
    found: [ok, 'NOT_CONFORMING INFO'],
  },
  { name: 'v2 in the body', seen: unpaid(v1Answer(v2(requirement))), found: [ok, 'NOT_CONFORMING WARN'] },
  { name: 'v1 in the header', seen: unpaid(v2Answer(v1())), found: [ok, 'NOT_CONFORMING WARN'] },
  {
    name: 'T402',
    seen: unpaid(v2Answer({ ...v2(requirement), x402Version: undefined, t402Version: 2 })),
    found: [ok, 'NOT_CONFORMING WARN'],
  },
  {
    name: '150 entries',
    seen: terms(...Array.from({ length: 150 }, () => requirement)),
    found: [ok, 'NOT_CONFORMING INFO', 'OVERSIZED FAIL', 'HEADER_TOO_LARGE FAIL'],
  },
]

const far = '2027-01-01T00:00:00Z'
const past = '2026-01-01T00:00:00Z'
export const comparison: readonly Case[] = [
  {
    name: 'another network',
    seen: term({ network: 'eip155:84532' }),
    found: [ok, 'WRONG_NETWORK FAIL', 'EXPECTATION_ABSENT INFO'],
  },
  {
    name: 'another network beside the right one',
    seen: terms(requirement, polygonTerms),
    found: [ok, 'WRONG_NETWORK WARN'],
  },
  {
    name: 'a test network beside the right one',
    seen: terms(requirement, {
      ...requirement,
      network: 'eip155:84532',
      asset: '0x036CbD53842c5426634e7929541eC2318f3dCF7e',
      extra: { name: 'USDC', version: '2' },
    }),
    found: [ok, 'WRONG_NETWORK FAIL'],
  },
  {
    name: 'another asset',
    seen: term({ asset: stranger }),
    found: [ok, 'WRONG_ASSET FAIL', 'EXPECTATION_ABSENT INFO'],
  },
  {
    name: 'another asset beside the right one',
    seen: terms(requirement, { ...requirement, asset: stranger }),
    found: [ok, 'WRONG_ASSET WARN', 'EXPECTATION_ABSENT INFO'],
  },
  { name: 'a stranger is paid', seen: term({ payTo: stranger }), found: [ok, 'WRONG_PAYTO FAIL'] },
  {
    name: 'one letter differs',
    seen: term({ payTo: `${ours.slice(0, -1)}7` }),
    found: [ok, 'WRONG_PAYTO FAIL'],
  },
  {
    name: 'the zero address, nothing configured',
    seen: term({ payTo: `0x${'0'.repeat(40)}` }),
    expected: expecting({ pays: [{ ...pays, payTo: [] }] }),
    found: [ok, 'WRONG_PAYTO FAIL', 'EXPECTATION_ABSENT INFO'],
  },
  {
    name: 'forbidden',
    seen: seeing(),
    expected: expecting({ pays: [{ ...pays, forbiddenPayTo: [ours] }] }),
    found: [ok, 'WRONG_PAYTO FAIL'],
  },
  {
    name: 'retired',
    seen: seeing(),
    expected: expecting({ pays: [{ ...pays, payTo: [{ address: ours, from: null, until: past }] }] }),
    found: [ok, 'WRONG_PAYTO FAIL'],
  },
  {
    name: 'not yet',
    seen: seeing(),
    expected: expecting({ pays: [{ ...pays, payTo: [{ address: ours, from: far, until: null }] }] }),
    found: [ok, 'WRONG_PAYTO FAIL'],
  },
  {
    name: 'rotated',
    seen: seeing(),
    expected: expecting({
      pays: [
        {
          ...pays,
          payTo: [
            { address: stranger, from: null, until: past },
            { address: ours, from: past, until: far },
          ],
        },
      ],
    }),
    found: [ok],
  },
  {
    name: 'a stranger on another network',
    seen: terms(requirement, { ...polygonTerms, payTo: stranger }),
    found: [ok, 'WRONG_NETWORK WARN', 'EXTRA_PAYTO FAIL'],
  },
  {
    name: 'a stranger in an extension',
    seen: unpaid(v2Answer({ ...v2(requirement), extensions: { bridge: { info: { payTo: stranger } } } })),
    found: [ok, 'EXTRA_PAYTO FAIL'],
  },
  {
    name: 'routes differ, nothing configured',
    seen: terms(requirement, { ...requirement, payTo: stranger }),
    expected: expecting({ pays: [{ ...pays, payTo: [] }] }),
    found: [ok, 'PAYTO_NOT_UNIFORM WARN', 'EXPECTATION_ABSENT INFO'],
  },
  { name: 'another price', seen: term({ amount: '9999' }), found: [ok, 'WRONG_AMOUNT FAIL'] },
  {
    name: 'the same price in the same symbol elsewhere',
    seen: terms(requirement, polygonTerms),
    expected: expecting({ pays: [pays, polygon] }),
    found: [ok],
  },
  {
    name: 'another price in the same symbol elsewhere',
    seen: terms(requirement, { ...polygonTerms, amount: '1' }),
    expected: expecting({ pays: [pays, polygon], minimumAtomic: null }),
    found: [ok, 'WRONG_AMOUNT FAIL', 'EXPECTATION_ABSENT INFO'],
  },
  {
    name: 'below the minimum',
    seen: term({ amount: '999' }),
    expected: expecting({ routes: [{ ...route, price: { ...price, atomic: 999n } }] }),
    found: [ok, 'BELOW_FACILITATOR_MINIMUM FAIL'],
  },
  {
    name: 'exactly the minimum',
    seen: term({ amount: '1000' }),
    expected: expecting({ routes: [{ ...route, price: { ...price, atomic: 1000n } }] }),
    found: [ok],
  },
  {
    name: 'https advertised',
    seen: unpaid(v2Answer({ ...v2(requirement), resource: { url: 'https://127.0.0.1:8402/v1/quote' } })),
    found: [ok, 'WRONG_RESOURCE WARN'],
  },
  {
    name: 'another host',
    seen: unpaid(v2Answer({ ...v2(requirement), resource: { url: 'http://10.0.0.1:8402/v1/quote' } })),
    found: [ok, 'WRONG_RESOURCE FAIL'],
  },
  {
    name: 'another path',
    seen: unpaid(v2Answer({ ...v2(requirement), resource: { url: 'http://127.0.0.1:8402/quote' } })),
    found: [ok, 'WRONG_RESOURCE FAIL'],
  },
  {
    name: 'another port',
    seen: unpaid(v2Answer({ ...v2(requirement), resource: { url: 'http://127.0.0.1/v1/quote' } })),
    found: [ok, 'WRONG_RESOURCE FAIL'],
  },
  {
    name: 'a slash',
    seen: unpaid(v2Answer({ ...v2(requirement), resource: { url: 'http://127.0.0.1:8402/v1/quote/' } })),
    found: [ok, 'WRONG_RESOURCE WARN'],
  },
  {
    name: 'a query',
    seen: unpaid(
      v2Answer({ ...v2(requirement), resource: { url: 'http://127.0.0.1:8402/v1/quote?key=CANARY' } }),
    ),
    found: [ok],
  },
  {
    name: 'a bare path',
    seen: unpaid(v2Answer({ ...v2(requirement), resource: { path: '/v1/quote' } })),
    found: [ok, 'NOT_CONFORMING INFO', 'WRONG_RESOURCE FAIL'],
  },
  {
    name: 'USDC is not USD Coin',
    seen: term({ extra: { name: 'USDC', version: '2' } }),
    found: [ok, 'WRONG_EIP712_NAME FAIL'],
  },
  {
    name: 'no domain at all',
    seen: term({ extra: {} }),
    found: [ok, 'WRONG_EIP712_NAME FAIL', 'WRONG_EIP712_NAME FAIL'],
  },
  { name: 'Permit2 needs no domain', seen: term({ extra: { assetTransferMethod: 'permit2' } }), found: [ok] },
  { name: 'five seconds', seen: term({ maxTimeoutSeconds: 5 }), found: [ok, 'TIMEOUT_TOO_SHORT WARN'] },
  { name: 'no timeout', seen: term({ maxTimeoutSeconds: '60' }), found: [ok, 'NOT_CONFORMING INFO'] },
  { name: 'upto only', seen: term({ scheme: 'upto' }), found: [ok, 'NO_EXACT_SCHEME WARN'] },
  {
    name: 'header and body agree',
    seen: unpaid(v2Answer(v2(requirement), {}, JSON.stringify(v1()))),
    found: [ok],
  },
  {
    name: 'header and body disagree',
    seen: unpaid(v2Answer(v2(requirement), {}, JSON.stringify(v1({ maxAmountRequired: '20000' })))),
    found: [ok, 'WRONG_AMOUNT FAIL', 'HEADER_BODY_DISAGREE FAIL'],
  },
  {
    name: 'header and body share nothing',
    seen: unpaid(
      v2Answer(v2(requirement), {}, JSON.stringify(v1({ network: 'polygon', asset: unit2.asset }))),
    ),
    found: [ok, 'WRONG_NETWORK WARN', 'HEADER_BODY_DISAGREE FAIL'],
  },
]

export const surroundings: readonly Case[] = [
  {
    name: 'a cacheable v2',
    seen: unpaid(v2Answer(v2(requirement), { 'cache-control': 'max-age=60' })),
    found: [ok, 'CACHEABLE_402 WARN'],
  },
  {
    name: 'a cacheable v1',
    seen: unpaid(v1Answer(v1(), { 'cache-control': '' })),
    found: [ok, 'CACHEABLE_402 INFO'],
  },
  {
    name: 'not exposed',
    seen: unpaid(v2Answer(v2(requirement), { 'access-control-expose-headers': 'x-request-id' })),
    found: [ok, 'CORS_NOT_EXPOSED FAIL'],
  },
  {
    name: 'another origin',
    seen: unpaid(v2Answer(v2(requirement), { 'access-control-allow-origin': 'http://127.0.0.1:9' })),
    found: [ok, 'CORS_ORIGIN_NOT_ALLOWED FAIL'],
  },
  {
    name: 'a paid preflight',
    seen: seeing({ preflight: asked(402) }),
    found: [ok, 'CORS_PREFLIGHT_BLOCKED FAIL'],
  },
  {
    name: 'a paid preflight that nobody needs',
    seen: seeing({ preflight: asked(402) }),
    expected: expecting({ browserOrigins: [] }),
    found: [ok, 'CORS_PREFLIGHT_BLOCKED INFO', 'EXPECTATION_ABSENT INFO'],
  },
  {
    name: 'a header that may not be sent',
    seen: seeing({ preflight: asked(204, { 'access-control-allow-headers': 'x-payment' }) }),
    found: [ok, 'CORS_HEADER_NOT_ALLOWED FAIL'],
  },
  {
    name: 'an unseen preflight',
    seen: seeing({ preflight: unanswered('deadline') }),
    found: [ok, 'CORS_NOT_SEEN UNKNOWN'],
  },
  {
    name: 'HEAD served free',
    seen: seeing({ variants: [{ ...asked(200, {}, '', 'HEAD'), variant: 'HEAD' }] }),
    found: [ok, 'SERVED_FREE FAIL'],
  },
  {
    name: 'HEAD served free, and says that it is a free tier',
    seen: seeing({
      variants: [{ ...asked(200, { 'x-free-calls-remaining': '4' }, '', 'HEAD'), variant: 'HEAD' }],
    }),
    found: [ok, 'SERVED_FREE FAIL'],
  },
  {
    name: 'a spelling without answer',
    seen: seeing({ variants: [{ ...unanswered('deadline'), variant: 'upper case' }] }),
    found: [ok, 'VARIANT_NOT_SEEN UNKNOWN'],
  },
  { name: 'no spellings', seen: seeing({ variants: [] }), found: [ok, 'VARIANTS_NOT_ASKED SKIP'] },
  { name: 'garbage accepted', seen: seeing({ garbage: asked(200) }), found: [ok, 'GARBAGE_ACCEPTED FAIL'] },
  {
    name: 'garbage breaks it',
    seen: seeing({ garbage: asked(500) }),
    found: [ok, 'GARBAGE_NOT_REFUSED FAIL'],
  },
  { name: 'garbage as the specification says', seen: seeing({ garbage: asked(400) }), found: [ok] },
  { name: 'no garbage', seen: seeing({ garbage: null }), found: [ok, 'GARBAGE_NOT_ASKED SKIP'] },
  {
    name: 'nothing expected',
    seen: seeing(),
    expected: expecting({
      pays: [],
      minimumAtomic: null,
      browserOrigins: [],
      routes: [{ ...route, price: null }],
    }),
    found: [ok, ...notConfigured],
  },
]

export const all: readonly Case[] = [...answers, ...readability, ...comparison, ...surroundings, ...beyond]
