import type { Network } from './network.ts'

/** Base Sepolia, the usual test network. Its USDC calls itself "USDC", unlike mainnet's "USD Coin". */
export const baseSepolia = {
  id: 'eip155:84532',
  v1Name: 'base-sepolia',
  name: 'Base Sepolia',
  chainId: 84532,
  testnet: true,
  blockTimeMs: 2000,
  // Settle clock and multiplier: field table of PaySentry; final when the L1 block is, 13 to 30 min (OP docs).
  timing: {
    settleTimeoutMs: 90_000,
    pendingWarnMs: 10_000,
    confirmations: 5,
    postSignDelayMs: 1500,
    finalAfterMs: 1_800_000,
  },
  explorer: 'https://sepolia.basescan.org',
  tokens: [
    {
      symbol: 'USDC',
      address: '0x036cbd53842c5426634e7929541ec2318f3dcf7e',
      decimals: 6,
      eip712: { name: 'USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
