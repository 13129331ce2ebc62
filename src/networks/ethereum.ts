import type { Network } from './network.ts'

/** Ethereum mainnet. */
export const ethereum = {
  id: 'eip155:1',
  v1Name: 'ethereum',
  name: 'Ethereum',
  chainId: 1,
  testnet: false,
  blockTimeMs: 12000,
  // Settle clock and multiplier: field table of PaySentry; final after two epochs, 13 to 19 min.
  timing: {
    settleTimeoutMs: 180_000,
    pendingWarnMs: 60_000,
    confirmations: 3,
    postSignDelayMs: 500,
    finalAfterMs: 1_140_000,
  },
  explorer: 'https://etherscan.io',
  tokens: [
    {
      symbol: 'USDC',
      address: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
      decimals: 6,
      eip712: { name: 'USD Coin', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
