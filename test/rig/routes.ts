/** One paid route of the rig's servers. `price` in dollars, as operators write it; `atomic` in USDC units. */
export type RigRoute = {
  readonly id: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly price: string
  readonly atomic: bigint
  readonly description: string
}

/** The seven paid routes, the same on every server of the rig. */
export const rigRoutes = [
  {
    id: 'safe-fetch-url',
    method: 'POST',
    path: '/x402/v1/safe-fetch-url',
    price: '$0.01',
    atomic: 10_000n,
    description: 'Fetch a public page without surprises',
  },
  {
    id: 'check-prompt-injection-risk',
    method: 'POST',
    path: '/x402/v1/check-prompt-injection-risk',
    price: '$0.005',
    atomic: 5_000n,
    description: 'Score a text for hidden instructions',
  },
  {
    id: 'verify-claim-against-source',
    method: 'POST',
    path: '/x402/v1/verify-claim-against-source',
    price: '$0.05',
    atomic: 50_000n,
    description: 'Compare a claim with its source',
  },
  {
    id: 'create-page-proof',
    method: 'POST',
    path: '/x402/v1/create-page-proof',
    price: '$0.10',
    atomic: 100_000n,
    description: 'Prove what a page said',
  },
  {
    id: 'extract-return-policy',
    method: 'GET',
    path: '/x402/v1/extract-return-policy',
    price: '$0.03',
    atomic: 30_000n,
    description: 'Find the return policy of a shop',
  },
  {
    id: 'extract-subscription-terms',
    method: 'GET',
    path: '/x402/v1/extract-subscription-terms',
    price: '$0.04',
    atomic: 40_000n,
    description: 'Find the terms of a subscription',
  },
  {
    id: 'check-product-fit',
    method: 'GET',
    path: '/x402/v1/check-product-fit',
    price: '$0.02',
    atomic: 20_000n,
    description: 'Compare a product with a need',
  },
] as const satisfies readonly RigRoute[]

/** The id of a paid route. */
export type RouteId = (typeof rigRoutes)[number]['id']

/** The route with this id. */
export function routeById(id: RouteId): RigRoute {
  const found = rigRoutes.find((route) => route.id === id)
  if (found === undefined) throw new Error(`the rig has no route ${id}`)
  return found
}
