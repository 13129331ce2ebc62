import type { Network } from './network.ts'

/** HPP Sepolia, a test network. */
export const hppSepolia = {
  id: 'eip155:181228',
  v1Name: null,
  name: 'HPP Sepolia',
  chainId: 181228,
  testnet: true,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC.e',
      address: '0x401ecb1d350407f13ba348573e5630b83638e30d',
      decimals: 6,
      eip712: { name: 'Bridged USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
