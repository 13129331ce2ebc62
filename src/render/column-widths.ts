/** A column's natural width and the least it can be squeezed to. */
export type ColumnNeed = { readonly width: number; readonly floor: number }

function widestThatGives(needs: readonly ColumnNeed[], widths: readonly number[]): number {
  let found = -1
  for (const [index, width] of widths.entries()) {
    const gives = width > (needs[index]?.floor ?? width)
    if (gives && (found < 0 || width > (widths[found] ?? 0))) found = index
  }
  return found
}

/**
 * The widths at which a table with `gap` spaces between its columns fits into `available`: the widest of
 * the columns that can give way does so first, never below its floor. Undefined when it cannot fit.
 */
export function columnWidths(
  needs: readonly ColumnNeed[],
  available: number,
  gap: number,
): readonly number[] | undefined {
  const widths = needs.map((need) => need.width)
  let excess = widths.reduce((sum, width) => sum + width, 0) + gap * (needs.length - 1) - available
  while (excess > 0) {
    const index = widestThatGives(needs, widths)
    if (index < 0) return undefined
    widths[index] = (widths[index] ?? 0) - 1
    excess -= 1
  }
  return widths
}
