import type { Network } from './network.ts'

/** ADI Chain. */
export const adi = {
  id: 'eip155:36900',
  v1Name: null,
  name: 'ADI Chain',
  chainId: 36900,
  testnet: false,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC.e',
      address: '0x9cb8142aebbcdc60af7c97af897a67a8f3ca71c2',
      decimals: 6,
      eip712: { name: 'USDC.e', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
