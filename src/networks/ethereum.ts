import type { Network } from './network.ts'

/** Ethereum mainnet. */
export const ethereum = {
  id: 'eip155:1',
  v1Name: 'ethereum',
  name: 'Ethereum',
  chainId: 1,
  testnet: false,
  blockTimeMs: 12000,
  tokens: [
    {
      symbol: 'USDC',
      address: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
      decimals: 6,
      eip712: { name: 'USD Coin', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
