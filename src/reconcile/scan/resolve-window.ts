import { OpsError } from '../../core/errors.ts'
import type { Chain, ChainNode } from '../../core/ports.ts'
import type { ReconcileExpected, WindowEdge } from '../expected.ts'

type ChainEdge = Exclude<WindowEdge, { readonly kind: 'time' }>

/** The time that one node gives a block or a transaction: null = it does not know it, undefined = no answer. */
async function timeAt(
  edge: ChainEdge,
  node: ChainNode,
  signal: AbortSignal,
): Promise<number | null | undefined> {
  const receipt = edge.kind === 'tx' ? await node.receipt(edge.hash, signal) : null
  if (receipt?.seen === false) return undefined
  const number = edge.kind === 'block' ? edge.number : receipt?.value?.blockNumber
  if (number === undefined) return null
  const block = await node.block(number, signal)
  return block.seen ? (block.value?.timestamp ?? null) : undefined
}

/** The value on which most of them agree; undefined when no value has more voices than every other. */
function mostSaid(values: readonly number[]): number | undefined {
  const voices = new Map<number, number>()
  for (const value of values) voices.set(value, (voices.get(value) ?? 0) + 1)
  const [first, second] = [...voices].sort(([, a], [, b]) => b - a)
  return first !== undefined && first[1] !== second?.[1] ? first[0] : undefined
}

/** One node with a wrong clock would move the window, and with it every payment out of it. */
async function timeOfEdge(edge: WindowEdge, nodes: readonly ChainNode[], signal: AbortSignal) {
  if (edge.kind === 'time') return edge.seconds
  const told = await Promise.all(nodes.map((node) => timeAt(edge, node, signal)))
  const times = told.filter((time) => typeof time === 'number')
  const time = mostSaid(times)
  if (time !== undefined) return time
  const value = edge.kind === 'block' ? `block:${edge.number}` : edge.hash
  const answers = told.filter((one) => one !== undefined).length
  const unknown = answers === 0 ? 'No endpoint answered.' : 'The endpoints that answered do not know it.'
  const reason = times.length > 0 ? 'The endpoints give it different times.' : unknown
  throw new OpsError('WINDOW_NOT_FOUND', { value, reason })
}

/**
 * The window in Unix seconds. A block or a transaction is looked up on the first network of the profile, by all of
 * its endpoints. Throws `OpsError` WINDOW_NOT_FOUND when none of them shows it or they do not agree, and
 * WINDOW_INVERTED.
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
