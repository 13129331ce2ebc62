import type { RequestHandler } from 'express'
import type { Address } from 'viem'
import { paymentMiddleware, type RoutesConfig } from 'x402-express'
import { recordPayments } from '../../recorder/x402-v1.js'
import { listen, type Served } from './listen.ts'
import { buildApp, gatedRoutes, termsOf } from './server-base.ts'
import type { ServerContext, ServerOptions } from './server-options.ts'
import { usdc } from './token.ts'

type Facilitator = NonNullable<Parameters<typeof paymentMiddleware>[2]>

/** Starts a resource server on `x402-express` (version 1), with the recorder that operators are given. */
export function startServerV1(context: ServerContext, options: ServerOptions): Promise<Served> {
  const facilitator: Facilitator = { url: context.facilitatorUrl as Facilitator['url'] }
  // Version 1 knows one receiver per middleware, so a route with another one gets a middleware of its own.
  const byPayTo = new Map<string, RoutesConfig>()
  for (const [key, route] of gatedRoutes(options)) {
    const { price, payTo } = termsOf(route, context, options)
    const routes = byPayTo.get(payTo) ?? {}
    routes[key] = {
      price,
      network: 'base',
      config: {
        ...{ description: route.description, mimeType: 'application/json' },
        maxTimeoutSeconds: options.maxTimeoutSeconds ?? 60,
      },
    }
    byPayTo.set(payTo, routes)
  }
  const paywalls = [...byPayTo].map(
    ([payTo, routes]) => paymentMiddleware(payTo as Address, routes, facilitator) as RequestHandler,
  )
  const recorder = recordPayments({
    asset: usdc,
    write: context.write,
    facilitator: context.facilitatorUrl,
  })
  return listen(buildApp(context, options, [recorder.middleware, ...paywalls]))
}
