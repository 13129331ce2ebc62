import type { Network } from './network.ts'

/** Stable mainnet. */
export const stable = {
  id: 'eip155:988',
  v1Name: 'stable',
  name: 'Stable',
  chainId: 988,
  testnet: false,
  blockTimeMs: 700,
  timing: null,
  tokens: [
    {
      symbol: 'USDT0',
      address: '0x779ded0c9e1022225f8e0630b35a9b54be713736',
      decimals: 6,
      eip712: { name: 'USDT0', version: '1' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
