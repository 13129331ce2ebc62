import type { Network } from './network.ts'

/** Flare mainnet. The name of its token is written with the tugrik sign, U+20AE. */
export const flare = {
  id: 'eip155:14',
  v1Name: 'flare',
  name: 'Flare',
  chainId: 14,
  testnet: false,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDT0',
      address: '0xe7cd86e13ac4309349f30b3435a9d337750fc82d',
      decimals: 6,
      eip712: { name: 'USD₮0', version: '1' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
