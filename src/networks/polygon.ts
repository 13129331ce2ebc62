import type { Network } from './network.ts'

/** Polygon PoS. */
export const polygon = {
  id: 'eip155:137',
  v1Name: 'polygon',
  name: 'Polygon',
  chainId: 137,
  testnet: false,
  blockTimeMs: 2000,
  timing: {
    settleTimeoutMs: null,
    pendingWarnMs: 15_000,
    confirmations: null,
    postSignDelayMs: null,
    finalAfterMs: null,
  },
  explorer: 'https://polygonscan.com',
  tokens: [
    {
      symbol: 'USDC',
      address: '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359',
      decimals: 6,
      eip712: { name: 'USD Coin', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
