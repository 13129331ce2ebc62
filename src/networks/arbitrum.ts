import type { Network } from './network.ts'

/** Arbitrum One. */
export const arbitrum = {
  id: 'eip155:42161',
  v1Name: null,
  name: 'Arbitrum One',
  chainId: 42161,
  testnet: false,
  blockTimeMs: 250,
  // Final when the L1 block is, about 18 min (Wormhole).
  timing: {
    settleTimeoutMs: null,
    pendingWarnMs: 10_000,
    confirmations: null,
    postSignDelayMs: null,
    finalAfterMs: 1_080_000,
  },
  explorer: 'https://arbiscan.io',
  tokens: [
    {
      symbol: 'USDC',
      address: '0xaf88d065e77c8cc2239327c5edb3a432268e5831',
      decimals: 6,
      eip712: { name: 'USD Coin', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
