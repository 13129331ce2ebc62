import type { Network } from './network.ts'

/** XDC Apothem, a test network. */
export const xdcApothem = {
  id: 'eip155:51',
  v1Name: null,
  name: 'XDC Apothem',
  chainId: 51,
  testnet: true,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0xb5ab69f7bbada22b28e79c8ffaece55ef1c771d4',
      decimals: 6,
      eip712: { name: 'USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
