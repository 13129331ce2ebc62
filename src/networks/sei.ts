import type { Network } from './network.ts'

/** Sei mainnet. */
export const sei = {
  id: 'eip155:1329',
  v1Name: 'sei',
  name: 'Sei',
  chainId: 1329,
  testnet: false,
  blockTimeMs: null,
  // Blocks are final at once (Sei docs); a second for the block itself.
  timing: {
    settleTimeoutMs: null,
    pendingWarnMs: 10_000,
    confirmations: null,
    postSignDelayMs: null,
    finalAfterMs: 1000,
  },
  tokens: [
    {
      symbol: 'USDC',
      address: '0xe15fc38f6d8c56af07bbcbe3baf5708a2bf42392',
      decimals: 6,
      eip712: { name: 'USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
