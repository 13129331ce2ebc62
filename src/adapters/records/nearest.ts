function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, right] of [...b].entries()) {
      const change = (row[j] ?? 0) + (left === right ? 0 : 1)
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The known word nearest to a misspelt one; undefined when none is within a third of its length. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.slice(0, 60).toLowerCase()
  const ranked = known.map((name) => ({ name, far: distance(wanted, name.toLowerCase()) }))
  const best = ranked.reduce((a, b) => (b.far < a.far ? b : a), { name: '', far: Number.POSITIVE_INFINITY })
  return best.far <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : undefined
}
