import type { Network } from './network.ts'

/** Celo Sepolia, a test network. */
export const celoSepolia = {
  id: 'eip155:11142220',
  v1Name: null,
  name: 'Celo Sepolia',
  chainId: 11142220,
  testnet: true,
  blockTimeMs: 1000,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0x01c5c0122039549ad1493b8220cabedd739bc44e',
      decimals: 6,
      eip712: { name: 'USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
