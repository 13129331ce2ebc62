import type { DocumentPath } from '../../src/discover/shapes.ts'
import type { Heard, Said } from '../matrix/scripted-server.ts'
import { header } from '../x402/wire.ts'

/** What a document says of one route. */
export type Claim = {
  readonly method: string
  readonly path: string
  readonly atomic: number
  readonly network: string
  readonly asset: string
  readonly payTo: string
}

export const ours = '0x90f79bf6eb2c4f870365e785982e1f101e93b906'
export const stranger = '0x9f4e6a7b8c9d0e1f2a3b4c5d6e7f8091a2b33a21'
export const usdc = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'

const money = { network: 'eip155:8453', asset: usdc, payTo: ours }

/** The routes of the shop as they are live. */
export const sold: readonly Claim[] = [
  { method: 'POST', path: '/v1/scan', atomic: 10_000, ...money },
  { method: 'GET', path: '/v1/price', atomic: 5_000, ...money },
  { method: 'GET', path: '/v1/report', atomic: 100_000, ...money },
]

/** The terms of a route as its 402 says them. */
export function termsOf({ atomic, network, asset, payTo }: Claim) {
  return { scheme: 'exact', network, amount: String(atomic), asset, payTo, maxTimeoutSeconds: 60 }
}

const bazaar = (method: string) => ({ info: { input: { type: 'http', method } }, schema: { type: 'object' } })

/** The 402 of a route. */
export function demand(claim: Claim, origin: string, changes: object = {}): Said {
  const terms = {
    x402Version: 2,
    resource: { url: `${origin}${claim.path}` },
    accepts: [{ ...termsOf(claim), extra: { name: 'USD Coin', version: '2' } }],
    extensions: { bazaar: bazaar(claim.method) },
    ...changes,
  }
  return { status: 402, headers: { 'payment-required': header(terms) }, body: '{}' }
}

/** Answers as the shop does: its routes ask for money, its documents are JSON, all else is not there. */
export function shopAnswer(
  { method, url }: Heard,
  origin: string,
  pages: Partial<Record<string, unknown>>,
): Said {
  const path = url.split('?')[0] ?? ''
  const page = pages[path]
  if (page !== undefined) {
    const type = typeof page === 'string' ? 'text/plain' : 'application/json'
    const body = typeof page === 'string' ? page : JSON.stringify(page)
    return { status: 200, headers: { 'content-type': type }, body }
  }
  const claim = sold.find((one) => one.path === path && one.method === method)
  return claim === undefined ? { status: 404 } : demand(claim, origin)
}

const dollars = ({ atomic }: Claim) => String(atomic / 1e6)
const accepts = (claim: Claim) => [termsOf(claim)]
const url = (claim: Claim, origin: string) => `${origin}${claim.path}`

type Writer = (claims: readonly Claim[], origin: string) => unknown
export type Kind = 'PRICE' | 'PATH' | 'METHOD' | 'PAYTO' | 'NETWORK' | 'ASSET'

const everything: readonly Kind[] = ['PRICE', 'PATH', 'METHOD', 'PAYTO', 'NETWORK', 'ASSET']
const priceAndPlace: readonly Kind[] = ['PRICE', 'PATH', 'METHOD']

function openapi(info: (claim: Claim) => unknown): Writer {
  return (claims) => ({
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    paths: Object.fromEntries(
      claims.map((claim) => [
        claim.path,
        {
          [claim.method.toLowerCase()]: { 'x-payment-info': info(claim), responses: { 402: {} } },
        },
      ]),
    ),
  })
}

function catalogue(price: (claim: Claim) => object, key = 'resources'): Writer {
  return (claims) => ({
    network: claims.at(-1)?.network,
    [key]: [
      { method: 'GET', path: '/free', description: 'costs nothing' },
      ...claims.map((claim) => ({
        ...{ method: claim.method, path: claim.path, payTo: claim.payTo, network: claim.network },
        ...{ asset: claim.asset, ...price(claim) },
      })),
    ],
  })
}

const manifest: Writer = (claims, origin) => ({
  x402Version: 2,
  items: claims.map((claim) => ({
    resource: { url: url(claim, origin) },
    type: 'http',
    accepts: accepts(claim),
    input: { method: claim.method },
  })),
})

const structured = openapi((claim) => ({
  price: { mode: 'fixed', amount: dollars(claim), currency: 'USD' },
  protocols: [
    { x402: { scheme: 'exact', network: claim.network, asset: claim.asset, payTo: claim.payTo } },
    { mpp: { method: 'tempo', intent: 'charge' } },
  ],
}))

/** Every kind of document in the field, how it writes its claims, and what it can be wrong about. */
export const dialects: readonly {
  readonly name: string
  readonly path: DocumentPath
  readonly write: Writer
  readonly says: readonly Kind[]
}[] = [
  { name: 'OpenAPI, structured', path: '/openapi.json', write: structured, says: everything },
  {
    name: 'OpenAPI, flat',
    path: '/openapi.json',
    write: openapi((claim) => ({ pricingMode: 'fixed', price: dollars(claim), protocols: ['x402'] })),
    says: priceAndPlace,
  },
  {
    name: 'OpenAPI, a range',
    path: '/openapi.json',
    write: openapi((claim) => ({
      ...{ pricingMode: 'range', minPrice: '0' },
      ...{ maxPrice: dollars(claim), protocols: ['x402'] },
    })),
    says: ['PATH', 'METHOD'],
  },
  {
    name: 'OpenAPI, MPP',
    path: '/openapi.json',
    write: openapi(({ atomic, asset, payTo }) => ({
      offers: [
        { intent: 'charge', method: 'evm', amount: String(atomic), currency: asset, recipient: payTo },
      ],
    })),
    says: ['PRICE', 'PATH', 'METHOD', 'PAYTO', 'ASSET'],
  },
  { name: 'OpenAPI, home-made', path: '/openapi.json', write: openapi(termsOf), says: everything },
  {
    name: 'OpenAPI, PipRail',
    path: '/openapi.json',
    write: openapi((claim) => ({
      x402Version: 2,
      accepts: [{ ...termsOf(claim), amountFormatted: dollars(claim), decimals: 6, symbol: 'USDC' }],
    })),
    says: everything,
  },
  { name: 'well-known OpenAPI', path: '/.well-known/openapi.json', write: structured, says: everything },
  {
    name: 'well-known list',
    path: '/.well-known/x402',
    write: (claims) => ({ version: 1, resources: claims.map(({ method, path }) => `${method} ${path}`) }),
    says: ['PATH', 'METHOD'],
  },
  {
    name: 'well-known list of bare URLs',
    path: '/.well-known/x402',
    write: (claims, origin) => ({ version: 1, resources: claims.map((claim) => url(claim, origin)) }),
    says: ['PATH'],
  },
  { name: 'well-known manifest', path: '/.well-known/x402.json', write: manifest, says: everything },
  { name: 'bazaar.json', path: '/x402/bazaar.json', write: manifest, says: everything },
  {
    name: 'x402 catalogue',
    path: '/x402/catalog.json',
    write: (claims) => claims.map((claim) => ({ ...claim, accepts: accepts(claim) })),
    says: everything,
  },
  {
    name: 'catalogue in dollars with a sign',
    path: '/catalog.json',
    write: catalogue((claim) => ({ price: `$${dollars(claim)}` })),
    says: everything,
  },
  {
    name: 'catalogue in dollars as a number',
    path: '/catalog.json',
    write: catalogue((claim) => ({ priceUsd: claim.atomic / 1e6 })),
    says: everything,
  },
  {
    name: 'catalogue in tokens',
    path: '/catalog.json',
    write: catalogue((claim) => ({ price: `${dollars(claim)} USDC` }), 'tools'),
    says: everything,
  },
  {
    name: 'catalogue in atomic units',
    path: '/catalog.json',
    write: catalogue((claim) => ({ priceAtomic: String(claim.atomic) })),
    says: everything,
  },
  {
    name: 'catalogue in cents',
    path: '/catalog.json',
    write: catalogue((claim) => ({ price_cents: claim.atomic / 1e4 })),
    says: everything,
  },
  {
    name: 'catalogue with a bare number',
    path: '/catalog.json',
    write: catalogue((claim) => ({ price: dollars(claim) })),
    says: everything,
  },
  {
    name: 'agent tools',
    path: '/.well-known/agent-tools.json',
    write: (claims, origin) => ({
      name: 'Shop',
      tools: claims.map((claim) => ({
        ...{ name: claim.path, endpoint: url(claim, origin), method: claim.method },
        ...{ inputSchema: { type: 'object' }, payment: { ...termsOf(claim), currency: 'USDC' } },
      })),
    }),
    says: everything,
  },
  {
    name: 'T402',
    path: '/.well-known/t402.json',
    write: (claims) => ({
      ...{ version: '1.0', name: 'Shop', facilitator: 'https://facilitator.example', tokens: ['USDC'] },
      chains: [...new Set(claims.map(({ network }) => network))].slice(0, 1),
      endpoints: claims.map((claim) => ({ path: claim.path, price: dollars(claim), currency: 'USDC' })),
    }),
    says: ['PRICE', 'PATH', 'NETWORK'],
  },
  {
    name: 'llms.txt',
    path: '/llms.txt',
    write: (claims, origin) =>
      [
        '# Shop',
        'Pay per call. Never pay twice. See https://docs.example.com/pay for more.',
        `payTo: ${claims[0]?.payTo}`,
        ...claims.map((claim) => {
          const place = `\`${claim.method} ${url(claim, origin)}\``
          return `- ${place} costs $${dollars(claim)} on ${claim.network}`
        }),
      ].join('\n'),
    says: ['PRICE', 'PATH', 'METHOD', 'PAYTO', 'NETWORK'],
  },
]

/** Every document, saying the truth. */
export function healthyPages(origin: string): Partial<Record<string, unknown>> {
  const first = new Map<string, unknown>()
  for (const { path, write } of dialects) if (!first.has(path)) first.set(path, write(sold, origin))
  return Object.fromEntries(first)
}

/** What a claim becomes when it is wrong about one thing. */
export const wrong: Readonly<Record<Kind, Partial<Claim>>> = {
  PRICE: { atomic: 20_000 },
  PATH: { path: '/v1/scam' },
  METHOD: { method: 'PUT' },
  PAYTO: { payTo: stranger },
  NETWORK: { network: 'eip155:84532' },
  ASSET: { asset: '0x036CbD53842c5426634e7929541eC2318f3dCF7e' },
}

/** The claims of the shop with the first route wrong about one thing. */
export function claimsWith(kind: Kind): readonly Claim[] {
  return sold.map((claim, at) => (at === 0 ? { ...claim, ...wrong[kind] } : claim))
}
