import type { Network } from './network.ts'

/** Abstract test network. Its token stands in the v1 packages only. */
export const abstractTestnet = {
  id: 'eip155:11124',
  v1Name: 'abstract-testnet',
  name: 'Abstract Testnet',
  chainId: 11124,
  testnet: true,
  blockTimeMs: 200,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0xe4c7fbb0a626ed208021ccaba6be1566905e2dfc',
      decimals: 6,
      eip712: { name: 'Bridged USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
