import { randomBytes } from 'node:crypto'
import express, { type Express, type RequestHandler } from 'express'
import { type RigRoute, rigRoutes } from './routes.ts'
import type { ServerContext, ServerOptions } from './server-options.ts'
import { addPages, countCalls, newCounters } from './server-pages.ts'
import { addSwitchStatus, dropResponseHeader, offGate, unlessOpen } from './switch.ts'

/** A request header of the rig: this one request meets an error in the handler, or after settlement. */
export const breakHeader = 'x-rig-break'

/** The two places where a single request may be broken. */
export type BreakPoint = 'in-handler' | 'after-settle'

const paymentHeaders = 'content-type, payment-signature, x-payment, x-request-id'

const cors: RequestHandler = (req, res, next) => {
  res.setHeader('access-control-allow-origin', '*')
  res.setHeader(
    'access-control-expose-headers',
    'PAYMENT-REQUIRED, PAYMENT-RESPONSE, X-PAYMENT-RESPONSE, X-Request-Id',
  )
  if (req.method !== 'OPTIONS') return next()
  res.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS')
  // @x402/fetch sends the last one with every paid request; without it browsers cannot pay.
  res.setHeader('access-control-allow-headers', `${paymentHeaders}, access-control-expose-headers`)
  res.status(204).end()
}

const requestId: RequestHandler = (req, res, next) => {
  const given = req.headers['x-request-id']
  res.setHeader('x-request-id', typeof given === 'string' ? given : `req_${randomBytes(8).toString('hex')}`)
  next()
}

/** Something behind the paywall fails while the paid answer is on its way out. */
const breakAfterSettle: RequestHandler = (req, res, next) => {
  if (req.headers[breakHeader] === 'after-settle') {
    const writeHead = res.writeHead.bind(res) as (status: number, ...rest: never[]) => typeof res
    res.writeHead = ((status: number, ...rest: never[]) =>
      writeHead(status < 400 ? 500 : status, ...rest)) as typeof res.writeHead
  }
  next()
}

function handlerOf(route: RigRoute, options: ServerOptions): RequestHandler {
  return (req, res) => {
    if (options.handlerFails === route.id || req.headers[breakHeader] === 'in-handler') {
      res.status(500).json({ error: 'the work failed' })
      return
    }
    res.json({ ok: true, route: route.id, result: `result of ${route.id}` })
  }
}

/**
 * Builds a server: what stands before the paywall, the recorder, the paywall, the paid handlers. The order
 * is the usual one, except for what the options break.
 */
export function buildApp(
  context: ServerContext,
  options: ServerOptions,
  gates: readonly RequestHandler[],
): Express {
  const app = express()
  app.disable('x-powered-by')
  const counters = newCounters()
  app.use(requestId, countCalls(counters))
  if (options.cors !== false) app.use(cors)
  const { flag } = options
  if (flag !== undefined) {
    app.use(offGate(flag))
    addSwitchStatus(app, flag)
  }
  if (options.dropResponse === true) app.use(dropResponseHeader)
  if (options.gateEverything !== true) addPages(app, context, options, counters)
  const served = rigRoutes.filter((route) => route.id !== options.missing)
  const add = (route: RigRoute) => {
    app[route.method === 'GET' ? 'get' : 'post'](route.path, handlerOf(route, options))
  }
  for (const route of served) if (route.id === options.servedFree) add(route)
  app.use(breakAfterSettle, ...(flag === undefined ? gates : gates.map((gate) => unlessOpen(flag, gate))))
  if (options.gateEverything === true) addPages(app, context, options, counters)
  for (const route of served) if (route.id !== options.servedFree) add(route)
  return app
}

/** Price and receiver of a route after the options had their say. */
export function termsOf(route: RigRoute, context: ServerContext, options: ServerOptions) {
  return {
    price: options.wrongPrice?.route === route.id ? options.wrongPrice.price : route.price,
    payTo: options.wrongPayTo === route.id ? context.wrongPayTo : context.payTo,
  }
}

/** The routes that stand behind the paywall, as `VERB /path`. */
export function gatedRoutes(options: ServerOptions): readonly (readonly [key: string, route: RigRoute])[] {
  const gated = rigRoutes
    .filter((route) => route.id !== options.missing)
    .map((route) => [`${route.method} ${route.path}`, route as RigRoute] as const)
  if (options.gateEverything !== true) return gated
  const pages = ['/health', '/ready', '/status.json'].map((path) => {
    const page: RigRoute = { ...rigRoutes[0], id: path, method: 'GET', path, description: 'a page' }
    return [`GET ${path}`, page] as const
  })
  return [...gated, ...pages]
}
