import type { ProbeExpected, ProbeSeen } from '../../src/probe/shapes.ts'
import { answered, everywhere, expected, failed, seeing } from './build.ts'
import { routeCases } from './route-cases.ts'

/** `found`: every finding that is not PASS, as `VERDICT CODE subject-part`, in any order. */
export type Case = {
  readonly name: string
  readonly seen: ProbeSeen
  readonly expected?: Partial<ProbeExpected>
  readonly found: readonly string[]
  /** What nobody asked for is told by one case only. */
  readonly asked?: true
}

const nothing = { statusExpect: {} }
const html = '<!DOCTYPE html><title>Welcome</title>'
const htmlType = { headers: { 'content-type': 'text/html; charset=utf-8' } }
const again = <T>(look: T) => [look, look, look]
const refusedConnection = failed('connect', 'api.example refused the connection', 'ECONNREFUSED')
const notSeenRest = ['latency', 'clock-skew', 'redirect', 'paywalled'].map(
  (what) => `UNKNOWN PROBE_NOT_SEEN ${what}`,
)
const deadPages = ['FAIL HEALTH_UNREACHABLE', 'FAIL READY_UNREACHABLE', 'FAIL STATUS_UNREACHABLE']

export const cases: readonly Case[] = [
  ...routeCases,
  { name: 'pass: everything is fine', seen: seeing(), found: [] },
  {
    name: 'pass: plain words and 204 are fine',
    found: [],
    seen: seeing({ health: answered(204), ready: answered(200, 'OK') }),
  },
  {
    name: 'pass: v1 name and mixed-case address compare by meaning',
    seen: seeing({
      status: answered(200, { net: { id: 'base' }, asset: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913' }),
    }),
    expected: {
      statusExpect: { 'net.id': 'eip155:8453', asset: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913' },
    },
    found: [],
  },
  {
    name: 'pass: a key that holds a dot',
    found: [],
    seen: seeing({ status: answered(200, { 'a.b': 1 }) }),
    expected: { statusExpect: { 'a.b': 1 } },
  },
  {
    name: 'skip: no base URL',
    seen: { pages: [] },
    expected: { baseUrl: null },
    found: ['health', 'ready', 'status', 'latency', 'tls', 'clock-skew', 'redirect', 'paywalled'].map(
      (id) => `SKIP PROBE_NO_TARGET ${id}`,
    ),
  },

  {
    name: 'fail: health 500 three times',
    seen: seeing({ health: again(answered(500)) }),
    found: ['FAIL HEALTH_NOT_200'],
  },
  {
    name: 'fail: a dead server',
    seen: everywhere(refusedConnection, 3),
    found: [...deadPages, ...notSeenRest, 'UNKNOWN PROBE_NOT_SEEN tls'],
  },
  {
    name: 'fail: the status page alone hangs, with nothing expected of it',
    expected: nothing,
    seen: seeing({
      status: again(failed('deadline', 'no answer from api.example within 10000 ms', 'DEADLINE_HEADERS')),
    }),
    found: ['WARN STATUS_UNREACHABLE'],
  },
  {
    name: 'fail: health says ok and ready hangs',
    seen: seeing({
      ready: again(failed('deadline', 'no answer from api.example within 10000 ms', 'DEADLINE_HEADERS')),
    }),
    found: ['FAIL READY_UNREACHABLE'],
  },
  {
    name: 'warn: health flaps',
    seen: seeing({ health: [answered(500), answered(200, { status: 'ok' })] }),
    found: ['WARN HEALTH_FLAPPING'],
  },
  {
    name: 'warn: ready flaps',
    seen: seeing({ ready: [refusedConnection, refusedConnection, answered(200)] }),
    found: ['WARN READY_FLAPPING'],
  },
  {
    name: 'warn: status flaps and is then compared',
    found: ['WARN STATUS_FLAPPING', 'FAIL STATUS_MISMATCH network'],
    seen: seeing({
      status: [answered(503), answered(200, { network: 'eip155:84532', mainnet_billing_enabled: true })],
    }),
  },
  {
    name: 'warn: health body disagrees',
    seen: seeing({ health: answered(200, { status: 'DOWN' }) }),
    found: ['WARN HEALTH_BODY_DISAGREES'],
  },
  {
    name: 'info: a catch-all page',
    expected: nothing,
    seen: everywhere(answered(200, html, htmlType)),
    found: ['INFO PROBE_HTML_PAGE', 'INFO PROBE_HTML_PAGE', 'INFO STATUS_NOT_JSON'],
  },

  {
    name: 'fail: ready 503 with the failing dependency by name',
    seen: seeing({
      ready: again(
        answered(503, {
          checks: [
            { name: 'database', status: 'fail' },
            { name: 'cache', status: 'ok' },
          ],
        }),
      ),
    }),
    found: ['FAIL READY_NOT_200', 'FAIL READY_DEPENDENCY_FAILED database'],
  },
  {
    name: 'fail: ready 204 is not 200',
    seen: seeing({ ready: answered(204) }),
    found: ['FAIL READY_NOT_200'],
  },
  {
    name: 'fail: 200 with the database down',
    seen: seeing({ ready: answered(200, { db: false }) }),
    found: ['FAIL READY_DEPENDENCY_FAILED db'],
  },
  {
    name: 'fail: a configured name of the health+json draft',
    expected: { dependencies: ['rpc'] },
    seen: seeing({
      ready: answered(200, { checks: { 'rpc:responseTime': [{ status: 'pass' }, { status: 'fail' }] } }),
    }),
    found: ['FAIL READY_DEPENDENCY_FAILED rpc:responseTime'],
  },
  {
    name: 'warn: 200 with something down that nobody watches',
    seen: seeing({ ready: answered(200, { dependencies: { mailer: 'down' } }) }),
    found: ['WARN READY_DEPENDENCY_FAILED mailer'],
  },
  {
    name: 'warn: degraded',
    seen: seeing({ ready: answered(200, { components: { facilitator: { status: 'degraded' } } }) }),
    found: ['WARN READY_DEGRADED facilitator'],
  },
  {
    name: 'warn: 200 that says error',
    seen: seeing({ ready: answered(200, { status: 'error' }) }),
    found: ['WARN READY_DEGRADED'],
  },
  {
    name: 'unknown: a configured dependency is not mentioned',
    expected: { dependencies: ['database'] },
    seen: seeing({ ready: answered(200, 'OK') }),
    found: ['UNKNOWN READY_DEPENDENCY_UNCLEAR database'],
  },
  {
    name: 'unknown: a configured dependency has a word nobody knows',
    expected: { dependencies: ['database'] },
    seen: seeing({ ready: answered(200, { checks: { database: 'purple' } }) }),
    found: ['UNKNOWN READY_DEPENDENCY_UNCLEAR database'],
  },
  {
    name: 'info: a usual name with a word nobody knows',
    seen: seeing({ ready: answered(200, { checks: { database: 'purple' } }) }),
    found: ['INFO READY_DEPENDENCY_UNCLEAR database'],
  },

  {
    name: 'fail: wrong network and a missing key',
    seen: seeing({ status: answered(200, { network: 'base-sepolia' }) }),
    found: ['FAIL STATUS_MISMATCH network', 'FAIL STATUS_KEY_MISSING mainnet_billing_enabled'],
  },
  {
    name: 'fail: a text is not a boolean',
    seen: seeing({ status: answered(200, { network: 'base', mainnet_billing_enabled: 'true' }) }),
    found: ['FAIL STATUS_MISMATCH mainnet_billing_enabled'],
  },
  {
    name: 'fail: inherited names are missing',
    seen: seeing({ status: answered(200, {}) }),
    expected: { statusExpect: { constructor: 'x', '__proto__.y': 'x' } },
    found: ['FAIL STATUS_KEY_MISSING constructor', 'FAIL STATUS_KEY_MISSING __proto__.y'],
  },
  {
    name: 'fail: HTML instead of JSON',
    seen: seeing({ status: answered(200, html, htmlType) }),
    found: ['FAIL STATUS_NOT_JSON'],
  },
  {
    name: 'fail: status 500',
    seen: seeing({ status: again(answered(500)) }),
    found: ['FAIL STATUS_NOT_200'],
  },
  {
    name: 'warn: status 500 with nothing expected',
    expected: nothing,
    seen: seeing({ status: again(answered(500)) }),
    found: ['WARN STATUS_NOT_200'],
  },
  {
    name: 'info: no status page and none expected',
    expected: nothing,
    seen: seeing({ status: answered(404) }),
    found: ['INFO STATUS_NOT_OFFERED'],
  },
  {
    name: 'info: nothing is expected',
    expected: nothing,
    seen: seeing(),
    found: ['INFO STATUS_NOT_COMPARED'],
  },
  {
    name: 'unknown: a status page that was cut',
    seen: seeing({ status: answered(200, '{"network":"ba', { truncated: true }) }),
    found: ['UNKNOWN STATUS_TOO_LARGE'],
  },
  {
    name: 'warn: an old copy',
    found: ['WARN STATUS_STALE'],
    seen: seeing({
      status: answered(
        200,
        { network: 'base', mainnet_billing_enabled: true },
        { headers: { age: '720', date: 'Sat, 21 Nov 2026 07:28:02 GMT' } },
      ),
    }),
  },

  {
    name: 'fail: everything is behind the paywall',
    seen: everywhere(answered(402, { accepts: [] })),
    found: [
      'FAIL HEALTH_NOT_200',
      'FAIL READY_NOT_200',
      'FAIL STATUS_NOT_200',
      'FAIL PROBE_PAYWALLED',
      'FAIL PROBE_PAYWALLED',
      'WARN PROBE_PAYWALLED',
    ],
  },
  {
    name: 'warn: a redirect, shown without its token',
    seen: seeing({
      health: answered(302, '', {
        headers: { location: 'https://u:CANARY@login.example/in?token=CANARY#CANARY' },
      }),
    }),
    found: ['FAIL HEALTH_NOT_200', 'WARN PROBE_REDIRECTED'],
  },
  {
    name: 'warn: a redirect to nowhere',
    seen: seeing({ ready: answered(301) }),
    found: ['FAIL READY_NOT_200', 'WARN PROBE_REDIRECTED'],
  },

  {
    name: 'warn: slow',
    seen: seeing({ ready: answered(200, 'ok', { totalMs: 900 }) }),
    found: ['WARN LATENCY_HIGH latency'],
  },
  {
    name: 'warn: the certificate ends in three days',
    seen: seeing({ health: answered(200, '', { tlsValidUntil: '2026-11-24T08:00:00.000Z' }) }),
    found: ['WARN TLS_EXPIRES_SOON tls'],
  },
  {
    name: 'fail: the certificate ended yesterday',
    seen: seeing({ health: answered(200, '', { tlsValidUntil: '2026-11-20T08:00:00.000Z' }) }),
    found: ['FAIL TLS_EXPIRED tls'],
  },
  {
    name: 'fail: the handshake fails on an expired certificate',
    seen: everywhere(failed('tls', 'the certificate of api.example has expired', 'CERT_HAS_EXPIRED')),
    found: [...deadPages, ...notSeenRest, 'FAIL TLS_EXPIRED tls'],
  },
  {
    name: 'fail: the certificate is for another name',
    seen: everywhere(
      failed('tls', 'the certificate of api.example is for another name', 'ERR_TLS_CERT_ALTNAME_INVALID'),
    ),
    found: [...deadPages, ...notSeenRest, 'FAIL TLS_NOT_TRUSTED tls'],
  },
  {
    name: 'skip: plain http on loopback',
    seen: everywhere(
      answered(200, { network: 'base', mainnet_billing_enabled: true }, { tlsValidUntil: null }),
    ),
    expected: { baseUrl: 'http://127.0.0.1:8080' },
    found: ['SKIP TLS_NOT_USED tls'],
  },
  {
    name: 'warn: plain http elsewhere',
    seen: seeing(),
    expected: { baseUrl: 'http://api.example' },
    found: ['WARN TLS_MISSING tls'],
  },

  {
    name: 'warn: the clock is ten seconds ahead',
    seen: everywhere(
      answered(
        200,
        { network: 'base', mainnet_billing_enabled: true },
        { headers: { date: 'Sat, 21 Nov 2026 07:40:12 GMT' } },
      ),
    ),
    found: ['WARN CLOCK_SKEW clock-skew'],
  },
  {
    name: 'fail: the clock is ten minutes behind',
    seen: everywhere(
      answered(
        200,
        { network: 'base', mainnet_billing_enabled: true },
        { headers: { date: 'Sat, 21 Nov 2026 07:30:02 GMT' } },
      ),
    ),
    found: ['FAIL CLOCK_SKEW clock-skew'],
  },
  {
    name: 'info: no usable Date',
    seen: everywhere(
      answered(200, { network: 'base', mainnet_billing_enabled: true }, { headers: { date: 'yesterday' } }),
    ),
    found: ['INFO CLOCK_NOT_SHOWN clock-skew'],
  },

  {
    name: 'unknown: the guard refused',
    seen: everywhere(
      failed('refused', 'api.example leads to an address that is not public', 'ADDRESS_REFUSED'),
    ),
    found: [
      'UNKNOWN PROBE_BLIND',
      'UNKNOWN PROBE_BLIND',
      'UNKNOWN PROBE_BLIND',
      ...notSeenRest,
      'UNKNOWN PROBE_NOT_SEEN tls',
    ],
  },
  {
    name: 'unknown: our own resolver is down',
    seen: seeing({ health: again(failed('dns', 'the name api.example was not resolved', 'EAI_AGAIN')) }),
    found: ['UNKNOWN PROBE_BLIND'],
  },
  {
    name: 'unknown: interrupted after one bad look',
    seen: seeing({ ready: [answered(503), failed('aborted', 'stopped before it was sent')] }),
    found: ['UNKNOWN PROBE_BLIND'],
  },
]

export const expectedOf = (one: Case): ProbeExpected => ({ ...expected, ...one.expected })
