import type { BlockRange } from '../core/ports.ts'

/** A part of the chain that was not answered for, and why. */
export type Hole = BlockRange & { readonly why: string }

function byStart(a: BlockRange, b: BlockRange): number {
  return a.from - b.from || a.to - b.to
}

/** The blocks that lie in both lists; the reasons come from the first. Ranges of one list may overlap. */
export function intersectRanges(holes: readonly Hole[], others: readonly BlockRange[]): readonly Hole[] {
  return holes
    .flatMap(({ from, to, why }) =>
      others.map((other) => ({ from: Math.max(from, other.from), to: Math.min(to, other.to), why })),
    )
    .filter(({ from, to }) => from <= to)
    .sort(byStart)
}

/** The same blocks as the list, in order and without overlaps. */
export function joinRanges(list: readonly BlockRange[]): readonly BlockRange[] {
  const joined: { from: number; to: number }[] = []
  for (const { from, to } of [...list].sort(byStart)) {
    const last = joined.at(-1)
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to)
    else if (from <= to) joined.push({ from, to })
  }
  return joined
}
