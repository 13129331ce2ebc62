import type { Network } from './network.ts'

/** Monad mainnet. */
export const monad = {
  id: 'eip155:143',
  v1Name: 'monad',
  name: 'Monad',
  chainId: 143,
  testnet: false,
  blockTimeMs: 400,
  timing: {
    settleTimeoutMs: null,
    pendingWarnMs: 10_000,
    confirmations: null,
    postSignDelayMs: null,
    finalAfterMs: null,
  },
  tokens: [
    {
      symbol: 'USDC',
      address: '0x754704bc059f8c67012fed69bc8a327a5aafb603',
      decimals: 6,
      eip712: { name: 'USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
