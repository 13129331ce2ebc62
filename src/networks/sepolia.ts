import type { Network } from './network.ts'

/** Sepolia, the test network of Ethereum. The x402 packages know its v1 name but no default asset. */
export const sepolia = {
  id: 'eip155:11155111',
  v1Name: 'sepolia',
  name: 'Sepolia',
  chainId: 11155111,
  testnet: true,
  blockTimeMs: null,
  timing: null,
  explorer: 'https://sepolia.etherscan.io',
  tokens: [],
} as const satisfies Network
