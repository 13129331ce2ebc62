import type { Express, Request, RequestHandler, Response } from 'express'
import { type RigRoute, rigRoutes } from './routes.ts'
import { addDocuments } from './server-documents.ts'
import type { ServerContext, ServerOptions } from './server-options.ts'
import { network, usdc } from './token.ts'

/** What the server counted since it started. */
export type Counters = {
  /** Unix milliseconds. */
  readonly startedAt: number
  paidX402Calls: number
  paymentRequiredCalls: number
  /** Paid calls that failed. */
  paidRouteErrors: number
  rateLimitedCalls: number
  paidRateLimitedCalls: number
  botProbeCalls: number
  /** Paid calls that were served without the settlement header. */
  missingPaymentResponses: number
  /** How long each answer of a paid route took. */
  readonly latenciesMs: number[]
}

/** A request with this header is one too many: it is answered 429. */
export const limitedHeader = 'x-rig-limited'

/** Counters at zero. */
export function newCounters(): Counters {
  const none = { rateLimitedCalls: 0, paidRateLimitedCalls: 0, botProbeCalls: 0, missingPaymentResponses: 0 }
  const paid = { paidX402Calls: 0, paymentRequiredCalls: 0, paidRouteErrors: 0 }
  return { startedAt: Date.now(), ...paid, ...none, latenciesMs: [] }
}

const isPaid = ({ headers }: Request) =>
  headers['payment-signature'] !== undefined || headers['x-payment'] !== undefined

function countAnswer(counters: Counters, req: Request, res: Response): void {
  const { statusCode } = res
  const settled = res.hasHeader('payment-response') || res.hasHeader('x-payment-response')
  if (/bot|crawler/i.test(req.headers['user-agent'] ?? '')) counters.botProbeCalls += 1
  if (statusCode === 402) counters.paymentRequiredCalls += 1
  else if (statusCode === 429) {
    counters.rateLimitedCalls += 1
    if (isPaid(req)) counters.paidRateLimitedCalls += 1
  } else if (statusCode >= 400) {
    if (isPaid(req)) counters.paidRouteErrors += 1
  } else if (isPaid(req)) {
    counters.paidX402Calls += 1
    if (!settled) counters.missingPaymentResponses += 1
  }
}

/** Counts what the paid routes answer, and answers 429 to who asks for it. */
export function countCalls(counters: Counters): RequestHandler {
  return (req, res, next) => {
    const before = performance.now()
    res.on('finish', () => {
      if (!req.path.startsWith('/x402/')) return
      counters.latenciesMs.push(performance.now() - before)
      countAnswer(counters, req, res)
    })
    if (req.headers[limitedHeader] === undefined) next()
    else res.status(429).setHeader('retry-after', '1').json({ error: 'too many requests' })
  }
}

function p95({ latenciesMs }: Counters): number {
  const sorted = [...latenciesMs].sort((a, b) => a - b)
  return Math.round(sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? 0)
}

/** The counters as JSON shows them. */
function asJson(counters: Counters) {
  const { startedAt, latenciesMs, ...counted } = counters
  return { ...counted, p95LatencyMs: p95(counters), processStartTimeSeconds: startedAt / 1000 }
}

/** The counters in the text format of Prometheus, under the names of T402. */
function asText(counters: Counters): string {
  const { paidX402Calls: paid, paidRouteErrors: failed, startedAt, latenciesMs } = counters
  const bounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
  const below = (bound: number) => latenciesMs.filter((ms) => ms <= bound * 1000).length
  const bucket = (le: string, count: number) =>
    `t402_verification_duration_seconds_bucket{le="${le}"} ${count}`
  return [
    '# HELP t402_payments_total Payments, whatever became of them.',
    '# TYPE t402_payments_total counter',
    `t402_payments_total{network="${network}",scheme="exact"} ${paid + failed}`,
    '# TYPE t402_payments_failed counter',
    `t402_payments_failed{network="${network}",scheme="exact"} ${failed}`,
    '# TYPE t402_pending_settlements gauge',
    't402_pending_settlements 0',
    '# TYPE t402_verification_duration_seconds histogram',
    ...bounds.map((bound) => bucket(String(bound), below(bound))),
    bucket('+Inf', latenciesMs.length),
    `t402_verification_duration_seconds_sum ${latenciesMs.reduce((sum, ms) => sum + ms, 0) / 1000}`,
    `t402_verification_duration_seconds_count ${latenciesMs.length}`,
    '# TYPE process_start_time_seconds gauge',
    `process_start_time_seconds ${startedAt / 1000}`,
    '',
  ].join('\n')
}

function baseOf(req: Request): string {
  return `${req.protocol}://${req.headers.host ?? ''}`
}

function openapi(served: readonly RigRoute[]) {
  const operation = (route: RigRoute) => ({
    operationId: route.id,
    summary: route.description,
    'x-payment-info': {
      price: { mode: 'fixed', amount: route.price.slice(1), currency: 'USD' },
      protocols: [{ x402: {} }],
    },
    responses: { '200': { description: 'the result' }, '402': { description: 'Payment Required' } },
  })
  return {
    openapi: '3.1.0',
    info: { title: 'Rig', version: '1.0.0' },
    paths: Object.fromEntries(
      served.map((route) => [route.path, { [route.method.toLowerCase()]: operation(route) }]),
    ),
  }
}

/** The pages an operator looks at: health, readiness, status, metrics and the discovery documents. */
export function addPages(
  app: Express,
  context: ServerContext,
  options: ServerOptions,
  counters: Counters,
): void {
  const served = rigRoutes.filter((route) => route.id !== options.missing)
  if (options.documents !== undefined) addDocuments(app, context, served, options.documents)
  app.get('/health', (_req, res) => {
    res.json({ status: 'ok' })
  })
  app.get('/ready', (_req, res) => {
    const database = options.notReady === true ? 'fail' : 'ok'
    res.status(options.notReady === true ? 503 : 200).json({
      status: options.notReady === true ? 'not_ready' : 'ready',
      checks: [
        { name: 'database', status: database },
        { name: 'facilitator', status: 'ok' },
      ],
    })
  })
  app.get('/status.json', (_req, res) => {
    res.json({
      service: 'rig',
      billing_mode: 'mainnet-beta',
      mainnet_billing_enabled: true,
      network,
      asset: { symbol: 'USDC', name: 'Base mainnet USDC', address: usdc, decimals: 6 },
      pay_to: context.payTo,
      ...options.status,
    })
  })
  const admin: RequestHandler = (req, res, next) => {
    if (req.headers.authorization === `Bearer ${context.adminToken}`) next()
    else res.status(401).json({ error: 'unauthorized' })
  }
  app.get('/admin/metrics', admin, (_req, res) => {
    res.json(asJson(counters))
  })
  app.get('/admin/metrics.txt', admin, (_req, res) => {
    res.type('text/plain; version=0.0.4').send(asText(counters))
  })
  app.get('/.well-known/x402', (req, res) => {
    res.json({ version: 1, resources: served.map((route) => `${baseOf(req)}${route.path}`) })
  })
  app.get('/openapi.json', (_req, res) => {
    res.json(openapi(served))
  })
}
