import type { Express, Request } from 'express'
import type { RigRoute } from './routes.ts'
import type { ServerContext } from './server-options.ts'
import { network, usdc } from './token.ts'

/** `all` = every discovery document, telling the truth; `drifted` = four of them are wrong about one thing each. */
export type Documents = 'all' | 'drifted'

function baseOf(req: Request): string {
  return `${req.protocol}://${req.headers.host ?? ''}`
}

function termsOf(route: RigRoute, payTo: string) {
  return {
    ...{ scheme: 'exact', network, asset: usdc, payTo },
    ...{ amount: String(route.atomic), maxTimeoutSeconds: 60 },
  }
}

function items(served: readonly RigRoute[], base: string, payTo: string) {
  return served.map((route) => ({
    resource: { url: `${base}${route.path}`, description: route.description },
    type: 'http',
    accepts: [termsOf(route, payTo)],
    input: { method: route.method },
  }))
}

/** The documents in which a server describes itself, beside the two that every server of the rig has. */
export function addDocuments(
  app: Express,
  { payTo, wrongPayTo }: ServerContext,
  served: readonly RigRoute[],
  documents: Documents,
): void {
  const isWrong = documents === 'drifted'
  app.get('/.well-known/x402.json', (req, res) => {
    res.json({ x402Version: 2, lastUpdated: 1_795_000_000, items: items(served, baseOf(req), payTo) })
  })
  app.get('/x402/bazaar.json', (req, res) => {
    res.json({ items: items(isWrong ? served.slice(1) : served, baseOf(req), payTo) })
  })
  app.get('/x402/catalog.json', (_req, res) => {
    const routes = served.map((route) => ({ ...route, atomic: undefined, network, payTo }))
    res.json({ routes: routes.map(({ atomic: _, ...route }) => route) })
  })
  app.get('/catalog.json', (_req, res) => {
    const tools = served.map(({ method, path, atomic }, at) => {
      return { method, path, priceAtomic: String(isWrong && at === 1 ? atomic * 2n : atomic) }
    })
    res.json({ tools: [{ method: 'GET', path: '/health' }, ...tools] })
  })
  app.get('/.well-known/agent-tools.json', (req, res) => {
    const tools = served.map((route, at) => ({
      ...{ name: route.id, endpoint: `${baseOf(req)}${route.path}`, method: route.method },
      payment: termsOf(route, isWrong && at === 2 ? wrongPayTo : payTo),
      inputSchema: { type: 'object' },
    }))
    res.json({ name: 'rig', tools })
  })
  app.get('/.well-known/t402.json', (_req, res) => {
    const endpoints = served.map(({ path, price }) => ({ path, price: price.slice(1), currency: 'USDC' }))
    res.json({ version: '1.0', name: 'rig', chains: [network], tokens: ['USDC'], endpoints })
  })
  app.get('/llms.txt', (_req, res) => {
    const lines = served.map(({ method, path, price }, at) => {
      return `- \`${method} ${path}\` costs ${isWrong && at === 3 ? '$0.01' : price}`
    })
    res.type('text/plain').send(['# Rig', `payTo: ${payTo}`, `network: ${network}`, ...lines].join('\n'))
  })
}
