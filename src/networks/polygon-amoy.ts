import type { Network } from './network.ts'

/** Polygon Amoy, a test network. Its token stands in the v1 packages only. */
export const polygonAmoy = {
  id: 'eip155:80002',
  v1Name: 'polygon-amoy',
  name: 'Polygon Amoy',
  chainId: 80002,
  testnet: true,
  blockTimeMs: null,
  timing: null,
  explorer: 'https://amoy.polygonscan.com',
  tokens: [
    {
      symbol: 'USDC',
      address: '0x41e94eb019c0762f9bfcf9fb1e58725bfb0e7582',
      decimals: 6,
      eip712: { name: 'USDC', version: '2' },
      transfer: 'eip3009',
    },
  ],
} as const satisfies Network
