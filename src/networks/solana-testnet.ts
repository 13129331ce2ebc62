import type { Network } from './network.ts'

/** Solana test network. */
export const solanaTestnet = {
  id: 'solana:4uhcVJyU9pJkvQyS88uRDiswHXSCkY3z',
  v1Name: 'solana-testnet',
  name: 'Solana Testnet',
  chainId: null,
  testnet: true,
  blockTimeMs: null,
  timing: null,
  tokens: [
    {
      symbol: 'USDC',
      address: '4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU',
      decimals: 6,
      eip712: null,
      transfer: 'svm',
    },
  ],
} as const satisfies Network
