import type { Amount, Unit } from '../../src/core/money.ts'
import { type BlindKind, couldNotSee, saw } from '../../src/core/observation.ts'
import type { Pays, Profile } from '../../src/core/profile.ts'
import type { Asked, MatrixExpected, MatrixRoute, MatrixSeen, RouteSeen } from '../../src/matrix/shapes.ts'
import { header } from '../x402/wire.ts'

export const baseUrl = 'http://127.0.0.1:8402'
export const ours = '0x90f79bf6eb2c4f870365e785982e1f101e93b906'
export const stranger = '0x9f4e6a7b8c9d0e1f2a3b4c5d6e7f8091a2b33a21'

export const usdc: Unit = {
  decimals: 6,
  symbol: 'USDC',
  asset: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
  network: 'eip155:8453',
}

export const price: Amount = { ...usdc, atomic: 10_000n }

export const pays: Pays = {
  network: 'eip155:8453',
  unit: usdc,
  eip712: { name: 'USD Coin', version: '2' },
  payTo: [{ address: ours, from: null, until: null }],
  forbiddenPayTo: [],
  refundFrom: [],
}

export const route: MatrixRoute = {
  id: 'quote',
  method: 'GET',
  path: '/v1/quote',
  price,
  sample: null,
  origin: 'config',
}

/** A complete expectation, so that a healthy server gives nothing but PASS. */
export function expecting(changes: Partial<MatrixExpected> = {}): MatrixExpected {
  return {
    baseUrl,
    pays: [pays],
    routes: [route],
    browserOrigins: ['http://127.0.0.1:3000'],
    minTimeoutSeconds: 30,
    minimumAtomic: 1000n,
    options: { variants: true, probeGarbage: true },
    timeoutMs: 1000,
    concurrency: 2,
    ...changes,
  }
}

/** One v2 requirement. */
export const requirement = {
  scheme: 'exact',
  network: 'eip155:8453',
  amount: '10000',
  asset: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  payTo: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
  maxTimeoutSeconds: 60,
  extra: { name: 'USD Coin', version: '2' },
}

/** A v2 envelope around requirements. */
export function v2(...accepts: readonly unknown[]) {
  return { x402Version: 2, error: 'Payment required', resource: { url: `${baseUrl}/v1/quote` }, accepts }
}

/** A v1 body with one requirement. */
export function v1(changes: object = {}) {
  const { amount, ...rest } = requirement
  const entry = { ...rest, network: 'base', maxAmountRequired: amount, resource: `${baseUrl}/v1/quote` }
  return { x402Version: 1, error: 'X-PAYMENT header is required', accepts: [{ ...entry, ...changes }] }
}

export type Headers = Readonly<Record<string, string>>

const look = { at: '2026-11-21T07:40:02.000Z', source: 'http', ref: `${baseUrl}/v1/quote` }

/** A request and its answer. */
export function asked(status: number, headers: Headers = {}, body = '{}', method = 'GET'): Asked {
  const answer = saw(look, {
    status,
    headers: Object.entries(headers),
    body: status >= 200 && status < 300 ? null : body,
    bodyBytes: body.length,
    bodyTruncated: false,
    totalMs: 5,
  })
  return { method, url: `${baseUrl}/v1/quote`, payload: 'none', answer }
}

/** A request that got no answer. */
export function unanswered(kind: BlindKind, detail = 'told so'): Asked {
  return {
    method: 'GET',
    url: `${baseUrl}/v1/quote`,
    payload: 'none',
    answer: couldNotSee(look, kind, detail),
  }
}

export const cors: Headers = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'PAYMENT-REQUIRED, PAYMENT-RESPONSE, X-PAYMENT-RESPONSE',
}

export const healthyPreflight = asked(
  204,
  {
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'payment-signature, x-payment, access-control-expose-headers',
  },
  '',
  'OPTIONS',
)

/** A 402 with these v2 terms in its header. */
export function v2Answer(json: unknown, headers: Headers = {}, body = '{}'): Asked {
  const all = { 'payment-required': header(json), 'cache-control': 'no-store', ...cors, ...headers }
  return asked(402, all, body)
}

/** A 402 with these v1 terms in its body. */
export function v1Answer(json: unknown, headers: Headers = {}): Asked {
  return asked(402, { 'cache-control': 'no-store', ...cors, ...headers }, JSON.stringify(json))
}

/** What was seen of one route; healthy but for the changes. */
export function seeing(changes: Partial<RouteSeen> = {}): MatrixSeen {
  const whole: RouteSeen = {
    id: 'quote',
    method: 'GET',
    path: '/v1/quote',
    unpaid: v2Answer(v2(requirement)),
    earlier: [],
    preflight: healthyPreflight,
    variants: [{ ...asked(402, {}, '', 'HEAD'), variant: 'HEAD' }],
    garbage: asked(402),
    ...changes,
  }
  return { routes: [whole] }
}

/** A complete profile around the same facts. */
export function profileFor(url: string, changes: Partial<Profile> = {}): Profile {
  return {
    name: 'test',
    preset: null,
    baseUrl: url,
    instances: [],
    pays: [pays],
    routes: [],
    probes: {
      health: '/health',
      ready: { path: '/ready', dependencies: [] },
      status: { path: '/status.json', expect: {} },
    },
    browserOrigins: [],
    rpc: {},
    records: [],
    reconcile: { finality: 'safe', settleMode: 'sync', unreadable: [] },
    thresholds: {
      latencyWarnMs: 1000,
      skewWarnMs: 5000,
      skewFailMs: 60_000,
      tlsWarnDays: 14,
      minTimeoutSeconds: 30,
      minimumAtomic: 1000n,
    },
    limits: {
      timeoutMs: 1000,
      deadlineMs: 10_000,
      concurrency: 2,
      ratePerSecond: 50,
      burst: 50,
      rpcConcurrency: 2,
      rpcPerSecond: 50,
      maxBodyBytes: 1_048_576,
    },
    allowPrivate: true,
    allowHttp: true,
    ...changes,
  }
}
