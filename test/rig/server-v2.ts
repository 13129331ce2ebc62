import { HTTPFacilitatorClient, type RoutesConfig } from '@x402/core/server'
import { ExactEvmScheme } from '@x402/evm/exact/server'
import { paymentMiddleware, x402ResourceServer } from '@x402/express'
import type { RequestHandler } from 'express'
import { recordPayments } from '../../recorder/x402-v2.js'
import { listen, type Served } from './listen.ts'
import { buildApp, gatedRoutes, termsOf } from './server-base.ts'
import type { ServerContext, ServerOptions } from './server-options.ts'
import { network } from './token.ts'

const facilitatorTimeoutMs = 4000

/** Starts a resource server on `@x402/express`, with the recorder that operators are given. */
export function startServerV2(context: ServerContext, options: ServerOptions): Promise<Served> {
  const routes: RoutesConfig = Object.fromEntries(
    gatedRoutes(options).map(([key, route]) => [
      key,
      {
        accepts: {
          ...{ scheme: 'exact', network, maxTimeoutSeconds: options.maxTimeoutSeconds ?? 300 },
          ...termsOf(route, context, options),
        },
        description: route.description,
        mimeType: 'application/json',
      },
    ]),
  )
  const client = new HTTPFacilitatorClient({
    url: context.facilitatorUrl,
    timeoutMs: options.facilitatorTimeoutMs ?? facilitatorTimeoutMs,
  })
  const server = new x402ResourceServer(client).register(network, new ExactEvmScheme())
  const recorder = recordPayments({ write: context.write, facilitator: context.facilitatorUrl })
  const paywall = paymentMiddleware(routes, recorder.attach(server)) as RequestHandler
  return listen(buildApp(context, options, [recorder.middleware, paywall]))
}
