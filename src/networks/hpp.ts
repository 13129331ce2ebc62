import type { Network } from './network.ts'

/** HPP mainnet. */
export const hpp = {
  id: 'eip155:190415',
  v1Name: null,
  name: 'HPP',
  chainId: 190415,
  testnet: false,
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
