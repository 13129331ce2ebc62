import type { Network } from './network.ts'

/** EDU Chain. Its token stands in the v1 packages only. */
export const educhain = {
  id: 'eip155:41923',
  v1Name: 'educhain',
  name: 'EDU Chain',
  chainId: 41923,
  testnet: false,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0x12a272a581fee5577a5dfa371afeb4b2f3a8c2f8',
      decimals: 6,
      eip712: { name: 'Bridged USDC (Stargate)', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
