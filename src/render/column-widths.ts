/** A column's natural width and whether its text may be wrapped. */
export type ColumnNeed = { readonly width: number; readonly wraps: boolean }

const narrowest = 8

function widestThatWraps(needs: readonly ColumnNeed[], widths: readonly number[]): number {
  let found = -1
  for (const [index, width] of widths.entries()) {
    const may = needs[index]?.wraps === true && width > narrowest
    if (may && (found < 0 || width > (widths[found] ?? 0))) found = index
  }
  return found
}

/**
 * The widths at which a table with `gap` spaces between its columns fits into `available`: the widest of
 * the columns that wrap gives way first, never below 8. Undefined when it cannot fit.
 */
export function columnWidths(
  needs: readonly ColumnNeed[],
  available: number,
  gap: number,
): readonly number[] | undefined {
  const widths = needs.map((need) => need.width)
  let excess = widths.reduce((sum, width) => sum + width, 0) + gap * (needs.length - 1) - available
  while (excess > 0) {
    const index = widestThatWraps(needs, widths)
    if (index < 0) return undefined
    widths[index] = (widths[index] ?? 0) - 1
    excess -= 1
  }
  return widths
}
