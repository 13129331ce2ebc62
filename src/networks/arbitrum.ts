import type { Network } from './network.ts'

/** Arbitrum One. */
export const arbitrum = {
  id: 'eip155:42161',
  v1Name: null,
  name: 'Arbitrum One',
  chainId: 42161,
  testnet: false,
  blockTimeMs: 250,
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
