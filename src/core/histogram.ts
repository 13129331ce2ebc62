/** A histogram: how many observations were at or below each bound, and how many there were at all. */
export type Histogram = {
  /** Finite and ascending. */
  readonly bounds: readonly number[]
  /** One for each bound, cumulative. */
  readonly counts: readonly number[]
  readonly total: number
}

/** Between which bounds a quantile lies: above `over`, at most `upTo` (null = beyond the last bound). */
export type Quantile = {
  readonly over: number
  readonly upTo: number | null
  /** By linear interpolation inside of the bucket; null beyond the last bound, where there is nothing to go by. */
  readonly about: number | null
}

/**
 * The bucket in which a quantile lies, by nearest rank; null when nothing was observed. More than that a histogram
 * does not tell.
 *
 * @example quantileOf({bounds: [1, 2.5], counts: [50, 100], total: 100}, 0.99) // {over: 1, upTo: 2.5, about: 2.47}
 */
export function quantileOf({ bounds, counts, total }: Histogram, share: number): Quantile | null {
  if (total <= 0) return null
  // 0.95 * 20 is 19 in exact arithmetic and a little more in floating point.
  const rank = Math.max(1, Math.ceil(share * total - 1e-9))
  const at = counts.findIndex((count) => count >= rank)
  const over = (index: number) => (index <= 0 ? 0 : (bounds[index - 1] ?? 0))
  const upTo = bounds[at]
  if (at < 0 || upTo === undefined) return { over: over(bounds.length), upTo: null, about: null }
  const below = at === 0 ? 0 : (counts[at - 1] ?? 0)
  const inside = (counts[at] ?? 0) - below
  const about = over(at) + ((upTo - over(at)) * (rank - below)) / Math.max(1, inside)
  return { over: over(at), upTo, about: Math.min(upTo, about) }
}
