import type { Network } from './network.ts'

/** Story. Its token stands in the v1 packages only. */
export const story = {
  id: 'eip155:1514',
  v1Name: 'story',
  name: 'Story',
  chainId: 1514,
  testnet: false,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0xf1815bd50389c46847f0bda824ec8da914045d14',
      decimals: 6,
      eip712: { name: 'Bridged USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
