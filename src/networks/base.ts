import type { Network } from './network.ts'

/** Base mainnet. */
export const base = {
  id: 'eip155:8453',
  v1Name: 'base',
  name: 'Base',
  chainId: 8453,
  testnet: false,
  blockTimeMs: 2000,
  // Settle clock and multiplier: field table of PaySentry; final when the L1 block is, 13 to 30 min (OP docs).
  timing: {
    settleTimeoutMs: 60_000,
    pendingWarnMs: 10_000,
    confirmations: 3,
    postSignDelayMs: 1000,
    finalAfterMs: 1_800_000,
  },
  explorer: 'https://basescan.org',
  tokens: [
    {
      symbol: 'USDC',
      address: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
      decimals: 6,
      eip712: { name: 'USD Coin', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
