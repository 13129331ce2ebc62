import type { Network } from './network.ts'

/** OP Mainnet. The x402 packages have no default asset here. */
export const optimism = {
  id: 'eip155:10',
  v1Name: null,
  name: 'OP Mainnet',
  chainId: 10,
  testnet: false,
  blockTimeMs: 2000,
  // Final when the L1 block is, 13 to 30 min (OP docs).
  timing: {
    settleTimeoutMs: null,
    pendingWarnMs: 10_000,
    confirmations: null,
    postSignDelayMs: null,
    finalAfterMs: 1_800_000,
  },
  explorer: 'https://optimistic.etherscan.io',
  tokens: [],
} as const satisfies Network
