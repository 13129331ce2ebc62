import type { Network } from './network.ts'

/** Abstract mainnet. Its token stands in the v1 packages only. */
export const abstractMainnet = {
  id: 'eip155:2741',
  v1Name: 'abstract',
  name: 'Abstract',
  chainId: 2741,
  testnet: false,
  blockTimeMs: 200,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0x84a71ccd554cc1b02749b35d22f684cc8ec987e1',
      decimals: 6,
      eip712: { name: 'Bridged USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
