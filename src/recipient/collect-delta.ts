import { saw, valueIfSeen } from '../core/observation.ts'
import type { ChainNode } from '../core/ports.ts'
import { askAll } from '../core/same-block.ts'
import { addressTopic } from '../payments/effect.ts'
import { readMoves } from '../payments/moves.ts'
import type { DeltaExpected, DeltaSeen } from './delta-shapes.ts'

const nothing = { toHash: [], before: [], after: [], moves: [] } as const

/** The last block before a moment, when all endpoints name the same one. */
async function blockBefore(nodes: readonly ChainNode[], seconds: number, signal: AbortSignal) {
  const votes = await askAll(nodes, (node) => node.blockAt(seconds, signal))
  const numbers = votes.map(({ answer }) => valueIfSeen(answer)?.number ?? null)
  const [first] = numbers
  return first !== undefined && new Set(numbers).size === 1 ? first : null
}

/**
 * Reads the balance before and after the blocks of a saved run, or of the part of them after `since`, and every
 * transfer between. Never rejects.
 */
export async function collectDelta(
  { network: _named, unit: { asset: token }, address, since, why, ...blocks }: DeltaExpected,
  nodes: readonly ChainNode[],
  signal: AbortSignal,
): Promise<DeltaSeen> {
  if (why !== null) return { from: null, why, ...nothing }
  const begin = since === null ? blocks.from : await blockBefore(nodes, since - 1, signal)
  if (begin === null) return { from: null, why: 'the endpoints name no common block for --since', ...nothing }
  if (begin < blocks.from)
    return {
      from: begin,
      why: `--since begins at block ${begin + 1}, the run compared blocks ${blocks.from + 1} to ${blocks.to}`,
      ...nothing,
    }
  if (begin >= blocks.to)
    return { from: begin, why: `--since begins after the last block of the run, ${blocks.to}`, ...nothing }
  const data = `0x70a08231${addressTopic(address).slice(2)}`
  const range = { fromBlock: begin + 1, toBlock: blocks.to }
  const [toHash, before, after, moves] = await Promise.all([
    askAll(nodes, async (node) => {
      const block = await node.block(blocks.to, signal)
      return block.seen ? saw(block, block.value?.hash ?? null) : block
    }),
    askAll(nodes, (node) => node.call(token, data, begin, signal)),
    askAll(nodes, (node) => node.call(token, data, blocks.to, signal)),
    Promise.all(nodes.map((node) => readMoves(node, { address, token }, range, signal))),
  ])
  return { from: begin, why: null, toHash, before, after, moves }
}
