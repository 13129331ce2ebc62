import type { Network } from './network.ts'

/** Avalanche C-Chain. */
export const avalanche = {
  id: 'eip155:43114',
  v1Name: 'avalanche',
  name: 'Avalanche',
  chainId: 43114,
  testnet: false,
  blockTimeMs: 1700,
  // About 2 s (Wormhole).
  timing: {
    settleTimeoutMs: null,
    pendingWarnMs: 15_000,
    confirmations: null,
    postSignDelayMs: null,
    finalAfterMs: 2000,
  },
  explorer: 'https://snowtrace.io',
  tokens: [
    {
      symbol: 'USDC',
      address: '0xb97ef9ef8734c71904d8002f8b6bc66dd9c48a6e',
      decimals: 6,
      eip712: { name: 'USD Coin', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
