import type { Network } from './network.ts'

/** OP Mainnet. The x402 packages have no default asset here. */
export const optimism = {
  id: 'eip155:10',
  v1Name: null,
  name: 'OP Mainnet',
  chainId: 10,
  testnet: false,
  blockTimeMs: 2000,
  tokens: [],
} as const satisfies Network
