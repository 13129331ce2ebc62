import type { Network } from './network.ts'

/** Stable test network. */
export const stableTestnet = {
  id: 'eip155:2201',
  v1Name: 'stable-testnet',
  name: 'Stable Testnet',
  chainId: 2201,
  testnet: true,
  blockTimeMs: 700,
  timing: null,
  tokens: [
    {
      symbol: 'USDT0',
      address: '0x78cf24370174180738c5b8e352b6d14c83a6c9a9',
      decimals: 6,
      eip712: { name: 'USDT0', version: '1' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
