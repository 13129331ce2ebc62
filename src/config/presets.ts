import type { ProfileConfig } from './schema.ts'

const mainnet: ProfileConfig = {
  pays: [{ network: 'eip155:8453', asset: 'USDC' }],
  rpc: {
    'eip155:8453': [{ url: 'https://mainnet.base.org' }, { url: 'https://base-rpc.publicnode.com' }],
  },
}

const testnet: ProfileConfig = {
  pays: [{ network: 'eip155:84532', asset: 'USDC' }],
  rpc: { 'eip155:84532': [{ url: 'https://sepolia.base.org' }] },
}

// Names and prices as the service publishes them; no price is published for check-product-fit.
const primitive402Prices: readonly (readonly [name: string, price: string | null])[] = [
  ['safe-fetch-url', '0.01 USDC'],
  ['check-prompt-injection-risk', '0.005 USDC'],
  ['verify-claim-against-source', '0.05 USDC'],
  ['create-page-proof', '0.10 USDC'],
  ['extract-return-policy', '0.03 USDC'],
  ['extract-subscription-terms', '0.04 USDC'],
  ['check-product-fit', null],
]

const primitive402: ProfileConfig = {
  ...mainnet,
  routes: primitive402Prices.map(([name, price]) => ({
    id: name,
    method: 'POST',
    path: `/x402/v1/${name}`,
    ...(price === null ? {} : { price }),
    sample: { json: {} },
    twin: `/v1/${name}`,
  })),
  probes: {
    status: {
      path: '/status.json',
      expect: { billing_mode: 'mainnet-beta', mainnet_billing_enabled: true, network: 'eip155:8453' },
    },
  },
  facilitators: [{ url: 'https://api.cdp.coinbase.com/platform/v2/x402', minimumAtomic: '1000' }],
  metrics: {
    path: '/admin/metrics',
    token: { secret: { env: 'ADMIN_METRICS_TOKEN' } },
    fields: {
      paid: 'paidX402Calls',
      paymentRequired: 'paymentRequiredCalls',
      rateLimited: 'rateLimitedCalls',
      botProbes: 'botProbeCalls',
    },
  },
}

/** The profiles that need no file. They are public facts only: no service address, no receiver, no key. */
export const presets: Readonly<Record<string, ProfileConfig>> = { mainnet, testnet, primitive402 }

/** The preset of a name; undefined when there is none. */
export function findPreset(name: string): ProfileConfig | undefined {
  return Object.hasOwn(presets, name) ? presets[name] : undefined
}

// Reading a day of logs from a public endpoint takes minutes; the other commands end within one.
const longCommands = ['reconcile', 'settlement']

/**
 * What holds when nothing else is said. Every key of a profile is named, so that `config show` can say
 * "not set" instead of leaving a line out.
 */
export function defaultsFor(command: string) {
  return {
    baseUrl: null,
    instances: [],
    pays: [],
    routes: [],
    probes: {
      health: '/health',
      ready: { path: '/ready', dependencies: [] },
      status: { path: '/status.json', expect: {} },
    },
    browserOrigins: [],
    rpc: {},
    facilitators: [],
    metrics: {},
    records: [],
    reconcile: { finality: 'safe', settleMode: 'sync', settleOrder: 'auto', unreadable: [] },
    engine: 'embedded',
    store: {},
    runsStore: {},
    cache: { off: false, maxBytes: 536_870_912 },
    billing: { billable: ['2xx'] },
    toggle: {},
    checklist: {},
    allowPrivate: false,
    allowHttp: false,
    thresholds: {
      latencyWarn: '2s',
      skewWarn: '30s',
      skewFail: '120s',
      tlsWarnDays: 14,
      minTimeoutSeconds: 30,
      minimumAtomic: null,
      alerts: {},
    },
    alerts: {},
    limits: {
      timeout: '10s',
      deadline: longCommands.includes(command) ? '10m' : '60s',
      concurrency: 2,
      rate: 2,
      burst: 10,
      rpcConcurrency: 4,
      rpcRate: 50,
      maxBodyBytes: 1_048_576,
    },
  } as const
}
