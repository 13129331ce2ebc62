import type { Network } from './network.ts'

/** Igra Network. Its token is paid through Permit2. */
export const igra = {
  id: 'eip155:38833',
  v1Name: null,
  name: 'Igra',
  chainId: 38833,
  testnet: false,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0xa5b8bf902b2844da17d4506cc827f7f1681735e7',
      decimals: 6,
      eip712: { name: 'USDC', version: '1' },
      transfer: 'permit2',
    },
  ],
} as const satisfies Network
