import { OpsError } from '../core/errors.ts'
import type { Chain, ChainNode } from '../core/ports.ts'
import type { ReconcileExpected, WindowEdge } from './expected.ts'

async function timeOfEdge(edge: WindowEdge, nodes: readonly ChainNode[], signal: AbortSignal) {
  if (edge.kind === 'time') return edge.seconds
  let answers = 0
  for (const node of nodes) {
    const receipt = edge.kind === 'tx' ? await node.receipt(edge.hash, signal) : null
    const number =
      edge.kind === 'block' ? edge.number : receipt?.seen ? receipt.value?.blockNumber : undefined
    if (receipt?.seen) answers += 1
    if (number === undefined) continue
    const block = await node.block(number, signal)
    if (block.seen) answers += 1
    if (block.seen && block.value !== null) return block.value.timestamp
  }
  const value = edge.kind === 'block' ? `block:${edge.number}` : edge.hash
  const reason = answers === 0 ? 'No endpoint answered.' : 'The endpoints that answered do not know it.'
  throw new OpsError('WINDOW_NOT_FOUND', { value, reason })
}

/**
 * The window in Unix seconds. A block or a transaction is looked up on the first network of the profile.
 * Throws `OpsError` WINDOW_NOT_FOUND when no endpoint shows it, and WINDOW_INVERTED.
 */
export async function resolveWindow(
  expected: ReconcileExpected,
  chain: Chain,
  signal: AbortSignal,
): Promise<{ readonly since: number; readonly until: number }> {
  const nodes = chain.nodes(expected.pays[0]?.network ?? '')
  const since = await timeOfEdge(expected.since, nodes, signal)
  const until = await timeOfEdge(expected.until, nodes, signal)
  if (since > until) {
    const text = (at: number) => new Date(at * 1000).toISOString()
    throw new OpsError('WINDOW_INVERTED', { since: text(since), until: text(until) })
  }
  return { since, until }
}
