import type { Network } from './network.ts'

/** Solana mainnet. */
export const solana = {
  id: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
  v1Name: 'solana',
  name: 'Solana',
  chainId: null,
  testnet: false,
  blockTimeMs: 400,
  // 13 to 14 s (Wormhole).
  timing: {
    settleTimeoutMs: null,
    pendingWarnMs: 30_000,
    confirmations: null,
    postSignDelayMs: null,
    finalAfterMs: 14_000,
  },
  tokens: [
    {
      symbol: 'USDC',
      address: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v',
      decimals: 6,
      eip712: null,
      transfer: 'svm',
    },
    {
      symbol: 'USDT',
      address: 'Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB',
      decimals: 6,
      eip712: null,
      transfer: 'svm',
    },
    {
      symbol: 'USDG',
      address: '2u1tszSeqZ3qBWF3uNGPFc8TzMk2tdiwknnRMWGWjGWH',
      decimals: 6,
      eip712: null,
      transfer: 'svm',
    },
    {
      symbol: 'PYUSD',
      address: '2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo',
      decimals: 6,
      eip712: null,
      transfer: 'svm',
    },
    {
      symbol: 'CASH',
      address: 'CASHx9KJUStyftLFWGvEVf59SGeG9sh5FfcnZMVPCASH',
      decimals: 6,
      eip712: null,
      transfer: 'svm',
    },
  ],
} as const satisfies Network
