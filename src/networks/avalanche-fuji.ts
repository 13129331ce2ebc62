import type { Network } from './network.ts'

/** Avalanche Fuji, a test network. Its token stands in the v1 packages only. */
export const avalancheFuji = {
  id: 'eip155:43113',
  v1Name: 'avalanche-fuji',
  name: 'Avalanche Fuji',
  chainId: 43113,
  testnet: true,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0x5425890298aed601595a70ab815c96711a31bc65',
      decimals: 6,
      eip712: { name: 'USD Coin', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
