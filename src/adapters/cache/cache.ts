import type { CacheNote, ChainCache } from '../../core/chain-cache.ts'
import type { Chain, ChainNode, Clock } from '../../core/ports.ts'
import { createBudget } from './budget.ts'
import { createCachedNode } from './cached-node.ts'
import { createEndpoint, type Endpoint } from './endpoint.ts'
import { finishEndpoint } from './finish.ts'
import { usualStretch } from './read-through.ts'

/** What the cache of one run needs. `stretch` differs in tests only. */
export type CacheOptions = {
  readonly cacheDir: string
  readonly clock: Clock
  /** Most bytes on disk, of all endpoints together. */
  readonly maxBytes: number
  readonly stretch?: number
}

/** How much is kept unless the profile says otherwise: 512 MiB. */
export const usualMaxBytes = 512 * 1024 * 1024

/**
 * Keeps the logs of final blocks in files below `cacheDir`, for one run. Two endpoints that look alike (one host, two
 * keys) are not told apart on disk, so nothing is kept of them.
 */
export function createChainCache(options: CacheOptions): ChainCache {
  const { cacheDir, clock, maxBytes, stretch = usualStretch } = options
  const budget = createBudget(cacheDir, maxBytes)
  const notes = new Map<string, CacheNote>()
  const note = (one: CacheNote) => void notes.set(one.text, one)
  const endpoints: Endpoint[] = []
  const wrapped = new Map<ChainNode, ChainNode>()

  const wrap = (node: ChainNode, all: readonly ChainNode[]): ChainNode => {
    const known = wrapped.get(node)
    if (known !== undefined) return known
    if (all.filter(({ label }) => label === node.label).length > 1) return node
    const endpoint = createEndpoint({ cacheDir, node, clock, budget, note })
    endpoints.push(endpoint)
    const cached = createCachedNode(node, endpoint, stretch)
    wrapped.set(node, cached)
    return cached
  }
  return {
    through: (chain: Chain) => ({
      nodes: (network) => {
        const all = chain.nodes(network)
        return all.map((node) => wrap(node, all))
      },
    }),
    close: async (verdicts, how) => {
      for (const endpoint of endpoints) await finishEndpoint(endpoint, verdicts, how, clock)
    },
    notes: () => [...notes.values()],
  }
}
