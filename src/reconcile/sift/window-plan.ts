import type { BlockRange } from '../../core/ports.ts'
import type { FinalityPolicy } from '../../core/profile.ts'
import { joinRanges } from '../../payments/ranges.ts'
import { accountBlocks } from '../account/moves.ts'
import type { Draft } from '../scan/node.ts'
import type { TargetScan } from '../scan/target.ts'

const paymentsAWindow = 20_000
const fewestBlocks = 64
const mostBlocks = 8192

/** The blocks of one window: a power of two, so that some 20,000 payments lie in it. */
export function windowBlocks(payments: number, blocks: number): number {
  const wanted = (paymentsAWindow * blocks) / Math.max(1, payments)
  const power = 2 ** Math.floor(Math.log2(Math.max(1, wanted)))
  return Math.min(mostBlocks, Math.max(fewestBlocks, power))
}

/** The windows that cover what the nodes read, aligned to multiples of their size: those of another day cut the chain alike. */
export function windowsOf({ from, to }: BlockRange, size: number): readonly BlockRange[] {
  const first = Math.floor(from / size)
  const count = Math.floor(to / size) - first + 1
  return Array.from({ length: count }, (_, number) => ({
    from: Math.max(from, (first + number) * size),
    to: Math.min(to, (first + number + 1) * size - 1),
  }))
}

/** The blocks that any of the nodes was asked for. */
export function widest(drafts: readonly Draft[]): BlockRange {
  const from = Math.min(...drafts.map(({ range }) => range.from))
  return { from, to: Math.max(...drafts.map(({ range }) => range.to)) }
}

/**
 * The blocks in which a payment may be plain: final for every node, in the window, and among those whose balances
 * are compared. Null when there are none.
 */
export function plainBlocks(
  drafts: readonly Draft[],
  window: NonNullable<TargetScan['window']>,
  since: number,
  finality: FinalityPolicy,
): BlockRange | null {
  let [from, to] = [0, Number.POSITIVE_INFINITY]
  for (const { live, range } of drafts) {
    const blocks = accountBlocks(window, since, live, finality)
    if (blocks.comparedTo === null || live.finalized === null) return null
    from = Math.max(from, range.from, blocks.after + 1)
    to = Math.min(to, range.to, blocks.comparedTo, live.finalized.number)
  }
  return from <= to ? { from, to } : null
}

/** The blocks of a range that lie in no hole of any node. */
export function soundBlocks(
  { from, to }: BlockRange,
  drafts: readonly Pick<Draft, 'holes'>[],
): readonly BlockRange[] {
  const holes = joinRanges(drafts.flatMap((draft) => draft.holes))
  const sound: BlockRange[] = []
  let start = from
  for (const hole of holes) {
    if (hole.to < start || hole.from > to) continue
    if (hole.from > start) sound.push({ from: start, to: hole.from - 1 })
    start = hole.to + 1
  }
  if (start <= to) sound.push({ from: start, to })
  return sound
}
