/** Whom every route of the service must pay, and how much. */
export const payTo = '0x00000000000000000000000000000000000000aa'
export const amountAtomic = '10000'
const asset = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913'

/** The paths of the service, in order. */
export function pathsOf(routes: number): readonly string[] {
  return Array.from({ length: routes }, (_, at) => `/v1/route-${at}`)
}

/** What a stock server answers to a request that does not pay: version 2 in the header, version 1 in the body. */
export function challengeOf(
  origin: string,
  path: string,
): { readonly header: string; readonly body: string } {
  const url = `${origin}${path}`
  const about = { description: 'One answer of the bench', mimeType: 'application/json' }
  const shared = { scheme: 'exact', asset, payTo, maxTimeoutSeconds: 300 }
  const extra = { name: 'USD Coin', version: '2' }
  const second = {
    x402Version: 2,
    error: 'Payment required',
    resource: { url, ...about },
    accepts: [{ ...shared, network: 'eip155:8453', amount: amountAtomic, extra }],
  }
  const first = {
    x402Version: 1,
    error: 'X-PAYMENT header is required',
    accepts: [
      { ...shared, ...about, network: 'base', maxAmountRequired: amountAtomic, resource: url, extra },
    ],
  }
  return { header: Buffer.from(JSON.stringify(second)).toString('base64'), body: JSON.stringify(first) }
}

/** x402ops.yaml of the operator of the service, with these limits. JSON is YAML. */
export function configOf(origin: string, routes: number, limits: Readonly<Record<string, unknown>>): string {
  const profile = {
    baseUrl: origin,
    pays: [{ network: 'eip155:8453', asset: 'usdc', payTo: [payTo] }],
    routes: pathsOf(routes).map((path) => ({ id: path.slice(4), method: 'GET', path, price: '0.01 USDC' })),
    limits,
  }
  return JSON.stringify({ version: 1, defaultProfile: 'bench', profiles: { bench: profile } })
}
