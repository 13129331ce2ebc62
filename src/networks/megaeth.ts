import type { Network } from './network.ts'

/** MegaETH. Its token has 18 decimals and is paid through Permit2. */
export const megaeth = {
  id: 'eip155:4326',
  v1Name: 'megaeth',
  name: 'MegaETH',
  chainId: 4326,
  testnet: false,
  blockTimeMs: 1000,
  timing: null,
  tokens: [
    {
      symbol: 'MegaUSD',
      address: '0xfafddbb3fc7688494971a79cc65dca3ef82079e7',
      decimals: 18,
      eip712: { name: 'MegaUSD', version: '1' },
      transfer: 'permit2',
    },
  ],
} as const satisfies Network
