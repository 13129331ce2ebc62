import type { Network } from './network.ts'

/** IoTeX. Its token stands in the v1 packages only. */
export const iotex = {
  id: 'eip155:4689',
  v1Name: 'iotex',
  name: 'IoTeX',
  chainId: 4689,
  testnet: false,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0xcdf79194c6c285077a58da47641d4dbe51f63542',
      decimals: 6,
      eip712: { name: 'Bridged USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
