import type { Express, Request, RequestHandler } from 'express'
import { type RigRoute, rigRoutes } from './routes.ts'
import { addDocuments } from './server-documents.ts'
import type { ServerContext, ServerOptions } from './server-options.ts'
import { network, usdc } from './token.ts'

/** What the server counted since it started. */
export type Counters = {
  paidX402Calls: number
  paymentRequiredCalls: number
  paidRouteErrors: number
}

/** Counters at zero. */
export function newCounters(): Counters {
  return { paidX402Calls: 0, paymentRequiredCalls: 0, paidRouteErrors: 0 }
}

/** Counts what the paid routes answer. */
export function countCalls(counters: Counters): RequestHandler {
  return (req, res, next) => {
    res.on('finish', () => {
      if (!req.path.startsWith('/x402/')) return
      if (res.statusCode === 402) counters.paymentRequiredCalls += 1
      else if (res.statusCode >= 400) counters.paidRouteErrors += 1
      else counters.paidX402Calls += 1
    })
    next()
  }
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
  app.get('/admin/metrics', (req, res) => {
    if (req.headers.authorization !== `Bearer ${context.adminToken}`) {
      res.status(401).json({ error: 'unauthorized' })
      return
    }
    res.json({ ...counters, rateLimitedCalls: 0, botProbeCalls: 0, p95LatencyMs: 12 })
  })
  app.get('/.well-known/x402', (req, res) => {
    res.json({ version: 1, resources: served.map((route) => `${baseOf(req)}${route.path}`) })
  })
  app.get('/openapi.json', (_req, res) => {
    res.json(openapi(served))
  })
}
