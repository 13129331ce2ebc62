import type { Network } from './network.ts'

/** Radius mainnet. Its token is paid through Permit2. */
export const radius = {
  id: 'eip155:723487',
  v1Name: null,
  name: 'Radius',
  chainId: 723487,
  testnet: false,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'SBC',
      address: '0x33ad9e4bd16b69b5bfded37d8b5d9ff9aba014fb',
      decimals: 6,
      eip712: { name: 'Stable Coin', version: '1' },
      transfer: 'permit2',
    },
  ],
} as const satisfies Network
