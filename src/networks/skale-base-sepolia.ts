import type { Network } from './network.ts'

/** SKALE Base Sepolia, a test network. Its token stands in the v1 packages only. */
export const skaleBaseSepolia = {
  id: 'eip155:324705682',
  v1Name: 'skale-base-sepolia',
  name: 'SKALE Base Sepolia',
  chainId: 324705682,
  testnet: true,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0x2e08028e3c4c2356572e096d8ef835cd5c6030bd',
      decimals: 6,
      eip712: { name: 'Bridged USDC (SKALE Bridge)', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
