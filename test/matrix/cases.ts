import { type Case, cold, notConfigured, ok, skipped, term, terms, unpaid } from './case-kit.ts'
import { beyond } from './cases-beyond.ts'
import { comparison } from './cases-terms.ts'
import {
  asked,
  expecting,
  requirement,
  route,
  seeing,
  unanswered,
  v1,
  v1Answer,
  v2,
  v2Answer,
} from './fixtures.ts'

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
