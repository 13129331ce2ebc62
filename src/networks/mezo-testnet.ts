import type { Network } from './network.ts'

/** Mezo test network. Its token has 18 decimals and is paid through Permit2. */
export const mezoTestnet = {
  id: 'eip155:31611',
  v1Name: null,
  name: 'Mezo Testnet',
  chainId: 31611,
  testnet: true,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'mUSD',
      address: '0x118917a40faf1cd7a13db0ef56c86de7973ac503',
      decimals: 18,
      eip712: { name: 'Mezo USD', version: '1' },
      transfer: 'permit2',
    },
  ],
} as const satisfies Network
