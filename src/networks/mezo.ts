import type { Network } from './network.ts'

/** Mezo mainnet. Its token has 18 decimals and is paid through Permit2. */
export const mezo = {
  id: 'eip155:31612',
  v1Name: null,
  name: 'Mezo',
  chainId: 31612,
  testnet: false,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'mUSD',
      address: '0xdd468a1ddc392dcdbef6db6e34e89aa338f9f186',
      decimals: 18,
      eip712: { name: 'Mezo USD', version: '1' },
      transfer: 'permit2',
    },
  ],
} as const satisfies Network
