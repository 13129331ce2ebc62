import type { ChainNode } from '../../core/ports.ts'
import type { Anchor } from './segment.ts'

/** Is the chain of a node still the one that an anchor stands on? `unknown` = it did not say. */
export type Standing = 'same' | 'other' | 'unknown'

/** Asks a node about anchors, about each one once. */
export type Anchors = {
  readonly check: (anchor: Anchor, signal: AbortSignal) => Promise<Standing>
  /** Was it found to be the same in this run? Asks nobody. */
  readonly isSame: (anchor: Anchor) => boolean
}

/**
 * Another hash at a block that was final is another chain: a new one at the same address, another machine, or a
 * reorganisation that nobody expected. So is no block at all.
 */
export function createAnchors(node: ChainNode): Anchors {
  const asked = new Map<string, Promise<Standing>>()
  const same = new Set<string>()
  const nameOf = ({ number, hash }: Anchor) => `${number}/${hash}`
  const ask = async (anchor: Anchor, signal: AbortSignal): Promise<Standing> => {
    const block = await node.block(anchor.number, signal)
    if (!block.seen) return 'unknown'
    if (block.value?.hash !== anchor.hash) return 'other'
    same.add(nameOf(anchor))
    return 'same'
  }
  return {
    check: (anchor, signal) => {
      const name = nameOf(anchor)
      const standing = asked.get(name) ?? ask(anchor, signal)
      asked.set(name, standing)
      return standing
    },
    isSame: (anchor) => same.has(nameOf(anchor)),
  }
}
