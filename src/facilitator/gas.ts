import { findNetwork } from '../networks/lookup.ts'

/** How much gas a signer should hold on a network. `known` false = a default for networks nobody measured. */
export type GasLevel = {
  readonly low: bigint
  readonly symbol: string
  readonly decimals: number
  readonly known: boolean
}

const ether = (low: bigint): Omit<GasLevel, 'known'> => ({ low, symbol: 'ETH', decimals: 18 })

/**
 * About 200 settlements of 100,000 gas each at a busy hour: on rollups at 0.05 gwei, on Ethereum at 5 gwei; on the
 * others at their usual prices. Solana: 2,000 signatures of 5,000 lamports.
 */
const levels: Readonly<Record<string, Omit<GasLevel, 'known'>>> = {
  'eip155:1': ether(100_000_000_000_000_000n),
  'eip155:10': ether(1_000_000_000_000_000n),
  'eip155:8453': ether(1_000_000_000_000_000n),
  'eip155:42161': ether(1_000_000_000_000_000n),
  'eip155:84532': ether(1_000_000_000_000_000n),
  'eip155:137': { low: 2_000_000_000_000_000_000n, symbol: 'POL', decimals: 18 },
  'eip155:43114': { low: 100_000_000_000_000_000n, symbol: 'AVAX', decimals: 18 },
}

/** The level of a network by its CAIP-2 id. */
export function gasLevel(network: string): GasLevel {
  const found = levels[network]
  if (found !== undefined) return { ...found, known: true }
  if (network.startsWith('solana:')) return { low: 10_000_000n, symbol: 'SOL', decimals: 9, known: true }
  return { ...ether(1_000_000_000_000_000n), symbol: 'gas', known: false }
}

/** How long two looks at one account stand apart, so that a healthy one has moved on: four blocks, 4 s to 15 s. */
export function settleLookMs(network: string): number {
  const blockMs = findNetwork(network)?.blockTimeMs ?? 2000
  return Math.min(15_000, Math.max(4000, blockMs * 4))
}
