import type { BlockRange, ChainLog } from '../../core/ports.ts'

/** A part of a range that was not answered, and why. */
export type Hole = BlockRange & { readonly why: string }

/** The hole that a block becomes about which a node tells two stories. */
export function tornBlock(block: number): Hole {
  return { from: block, to: block, why: 'rpc: the node tells two stories of this block' }
}

function isSame(a: ChainLog, b: ChainLog): boolean {
  const head = a.blockHash === b.blockHash && a.tx === b.tx && a.address === b.address && a.data === b.data
  return head && a.topics.length === b.topics.length && a.topics.every((topic, at) => topic === b.topics[at])
}

/**
 * Logs in chain order, each once. Where a node tells two stories about one block (two block hashes, or
 * two different logs in one place) neither is believed: the logs of the block are left out and it becomes
 * a hole.
 */
export function mergeLogs(found: readonly ChainLog[]): {
  readonly logs: readonly ChainLog[]
  readonly holes: readonly Hole[]
} {
  const sorted = [...found].sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex)
  const logs: ChainLog[] = []
  const torn = new Set<number>()
  for (const log of sorted) {
    const last = logs.at(-1)
    if (last === undefined || last.blockNumber !== log.blockNumber) {
      logs.push(log)
    } else if (last.blockHash !== log.blockHash) {
      torn.add(log.blockNumber)
    } else if (last.logIndex !== log.logIndex) {
      logs.push(log)
    } else if (!isSame(last, log)) {
      torn.add(log.blockNumber)
    }
  }
  const holes = [...torn].map(tornBlock)
  return { logs: torn.size === 0 ? logs : logs.filter((log) => !torn.has(log.blockNumber)), holes }
}

/**
 * Holes in order; those that touch or overlap and have the same kind of reason become one, in the words
 * of the first. So a node that invents a sentence per block cannot make the list long.
 */
export function mergeHoles(holes: readonly Hole[]): readonly Hole[] {
  const byKind = new Map<string, Hole[]>()
  for (const hole of [...holes].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const kind = hole.why.split(':', 1)[0] ?? ''
    const list = byKind.get(kind) ?? []
    const last = list.at(-1)
    if (last !== undefined && hole.from <= last.to + 1) {
      list[list.length - 1] = { ...last, to: Math.max(last.to, hole.to) }
    } else {
      list.push(hole)
    }
    byKind.set(kind, list)
  }
  return [...byKind.values()].flat().sort((a, b) => a.from - b.from || a.to - b.to)
}
