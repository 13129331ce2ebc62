import type { Network } from './network.ts'

/** Arbitrum Sepolia, a test network. */
export const arbitrumSepolia = {
  id: 'eip155:421614',
  v1Name: null,
  name: 'Arbitrum Sepolia',
  chainId: 421614,
  testnet: true,
  blockTimeMs: 250,
  timing: null,
  explorer: 'https://sepolia.arbiscan.io',
  tokens: [
    {
      symbol: 'USDC',
      address: '0x75faf114eafb1bdbe2f0316df893fd58ce46aa4d',
      decimals: 6,
      eip712: { name: 'USD Coin', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
