/** How many cases a saved run holds; beyond that the matched ones are left out, the totals are not. */
export const savedCasesLimit = 100_000

/** What of the cases is saved: all of them, or all that did not match when there are too many. */
export function casesToSave<T>(cases: readonly T[], isMatched: (item: T) => boolean): readonly T[] {
  return cases.length <= savedCasesLimit ? cases : cases.filter((item) => !isMatched(item))
}
