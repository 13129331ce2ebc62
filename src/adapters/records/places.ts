/** Where a record stood: which file of the books, and which row of it (0 = the first). */
export type Place = { readonly file: number; readonly row: number }

/** The places of records by their ordinals, in the order in which both were told. */
export type Places = {
  /** Notes the place of the next record. */
  readonly add: (file: number, row: number) => void
  readonly count: () => number
  /** The rows of each file, ascending, that hold these ordinals. Throws `RangeError` for one that was never told. */
  readonly rowsOf: (ordinals: Iterable<number>) => ReadonlyMap<number, readonly number[]>
}

/** Keeps a number for each stretch of rows that are all records, so that a log of payments costs next to nothing. */
export function makePlaces(): Places {
  const starts: number[] = []
  const files: number[] = []
  const rows: number[] = []
  let count = 0
  let next: Place = { file: -1, row: -1 }

  /** The last stretch that begins at or before an ordinal. */
  const stretchOf = (ordinal: number): number => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= ordinal) low = middle
      else high = middle - 1
    }
    return low
  }

  return {
    add: (file, row) => {
      if (file !== next.file || row !== next.row) {
        starts.push(count)
        files.push(file)
        rows.push(row)
      }
      next = { file, row: row + 1 }
      count += 1
    },
    count: () => count,
    rowsOf: (ordinals) => {
      const found = new Map<number, number[]>()
      for (const ordinal of [...new Set(ordinals)].sort((a, b) => a - b)) {
        if (!Number.isInteger(ordinal) || ordinal < 0 || ordinal >= count) {
          throw new RangeError(`no record was told as number ${ordinal}`)
        }
        const at = stretchOf(ordinal)
        const file = files[at] ?? 0
        const row = (rows[at] ?? 0) + ordinal - (starts[at] ?? 0)
        const list = found.get(file)
        if (list === undefined) found.set(file, [row])
        else list.push(row)
      }
      return found
    },
  }
}
