import type { Network } from './network.ts'

/** peaq. Its token stands in the v1 packages only. */
export const peaq = {
  id: 'eip155:3338',
  v1Name: 'peaq',
  name: 'peaq',
  chainId: 3338,
  testnet: false,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0xbba60da06c2c5424f03f7434542280fcad453d10',
      decimals: 6,
      eip712: { name: 'USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
