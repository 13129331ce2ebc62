// Which nodes a run asks: chosen by the seed alone, so that a run can be repeated.
import type { NodeFault } from './shapes.ts'

/** Everything that can be wrong with a node. */
export const nodeFaults = [
  'hides-logs',
  'invents-logs',
  'alters-amounts',
  'lags',
  'says-unused',
  'says-used',
  'no-receipts',
  'reverts-receipts',
  'forks',
  'rate-limits',
  'small-ranges',
  'random-errors',
  'unordered-duplicates',
  'removed-logs',
] as const satisfies readonly NodeFault[]

/**
 * Faults that a reader with one single node cannot notice, because every answer of that node fits every
 * other: a transfer that is altered in logs and receipts alike is, to whoever asks only there, the transfer; a
 * chain that is another one from some block on is, without a second opinion, the chain. Only a second
 * node, or a proof against a block header known from elsewhere, can contradict them.
 */
export const seamless: readonly NodeFault[] = ['alters-amounts', 'forks']

/** A place that is a different one for every seed, in [0, count). */
function placeOf(seed: number, count: number): number {
  return Math.abs(seed) % count
}

/** One faulty node of three. */
export function oneOfThree(seed: number): readonly NodeFault[] {
  const fault = nodeFaults[placeOf(Math.floor(seed / 3), nodeFaults.length)] ?? 'honest'
  const nodes: NodeFault[] = ['honest', 'honest', 'honest']
  nodes[placeOf(seed, 3)] = fault
  return nodes
}

const alone = nodeFaults.filter((fault) => !seamless.includes(fault))

/** One faulty node alone, of two or of three, in any place; seamless faults never alone. */
export function someLiar(seed: number): readonly NodeFault[] {
  const places: readonly (readonly [number, number])[] = [
    [1, 0],
    [2, 0],
    [2, 1],
    [3, 0],
    [3, 1],
    [3, 2],
  ]
  const [count, place] = places[placeOf(seed, places.length)] ?? [1, 0]
  const choice = count === 1 ? alone : nodeFaults
  const fault = choice[placeOf(Math.floor(seed / places.length), choice.length)] ?? 'honest'
  return Array.from({ length: count }, (_, index) => (index === place ? fault : 'honest'))
}
