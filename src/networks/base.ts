import type { Network } from './network.ts'

/** Base mainnet. */
export const base = {
  id: 'eip155:8453',
  v1Name: 'base',
  name: 'Base',
  chainId: 8453,
  testnet: false,
  blockTimeMs: 2000,
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
