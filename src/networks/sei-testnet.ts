import type { Network } from './network.ts'

/** Sei test network. */
export const seiTestnet = {
  id: 'eip155:1328',
  v1Name: 'sei-testnet',
  name: 'Sei Testnet',
  chainId: 1328,
  testnet: true,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '0x4fcf1784b31630811181f670aea7a7bef803eaed',
      decimals: 6,
      eip712: { name: 'USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
