import type { Network } from './network.ts'

/** XDC Network. */
export const xdc = {
  id: 'eip155:50',
  v1Name: null,
  name: 'XDC Network',
  chainId: 50,
  testnet: false,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0xfa2958cb79b0491cc627c1557f441ef849ca8eb1',
      decimals: 6,
      eip712: { name: 'USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
