import type { Network } from './network.ts'

/** Celo mainnet. */
export const celo = {
  id: 'eip155:42220',
  v1Name: 'celo',
  name: 'Celo',
  chainId: 42220,
  testnet: false,
  blockTimeMs: 1000,
  // About 10 s (Wormhole).
  timing: {
    settleTimeoutMs: null,
    pendingWarnMs: 15_000,
    confirmations: null,
    postSignDelayMs: null,
    finalAfterMs: 10_000,
  },
  explorer: 'https://celoscan.io',
  tokens: [
    {
      symbol: 'USDC',
      address: '0xceba9300f2b948710d2653dd7b07f33a8b32118c',
      decimals: 6,
      eip712: { name: 'USDC', version: '2' },
      transfer: 'eip3009',
    },
    {
      symbol: 'USDT',
      address: '0x48065fbbe25f71c9282ddf5e1cd6d6a887483d5e',
      decimals: 6,
      eip712: { name: 'Tether USD', version: '1' },
      transfer: 'eip3009',
    },
    {
      symbol: 'USAT',
      address: '0xd2ab3c9a02dbbab236bfec45d1d755df4267f771',
      decimals: 6,
      eip712: { name: 'Tether America USD', version: '1' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
