/** Number of single-character edits between two words, neighbours swapped counting as one. */
function distance(a: string, b: string): number {
  let twoBack: readonly number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (twoBack[j - 2] ?? 0) + 1)
      }
      row.push(best)
    }
    twoBack = last
    last = row
  }
  return last[b.length] ?? 0
}

const bare = (word: string) => word.toLowerCase().replace(/[-_]/g, '')

/**
 * The known word that a mistyped one most likely meant; undefined when none is near (more than a third of
 * its letters differ). Case, hyphens and underscores do not count. Words over 60 characters match nothing.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 60) return undefined
  const wanted = bare(word)
  const limit = Math.max(1, Math.floor(wanted.length / 3))
  let best: { readonly word: string; readonly edits: number } | undefined
  for (const candidate of known) {
    const edits = distance(wanted, bare(candidate))
    if (edits <= limit && (best === undefined || edits < best.edits)) best = { word: candidate, edits }
  }
  return best?.word
}

/** `Did you mean baseUrl? `, or the empty text when nothing is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const found = nearest(word, known)
  return found === undefined ? '' : `Did you mean ${found}? `
}
