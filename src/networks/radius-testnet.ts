import type { Network } from './network.ts'

/** Radius test network. Its token is paid through Permit2. */
export const radiusTestnet = {
  id: 'eip155:72344',
  v1Name: null,
  name: 'Radius Testnet',
  chainId: 72344,
  testnet: true,
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
