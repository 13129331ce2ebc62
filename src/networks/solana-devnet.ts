import type { Network } from './network.ts'

/** Solana devnet. */
export const solanaDevnet = {
  id: 'solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1',
  v1Name: 'solana-devnet',
  name: 'Solana Devnet',
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
