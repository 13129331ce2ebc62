import type { MarkRow } from './format.ts'

/** Where a reading of the same bytes may begin: a row (0 = the first), its line (1 = the first) and its first byte. */
export type Start = { readonly row: number; readonly line: number; readonly at: number }

/** Rows that stand together: from `start` up to and without the byte `end`. */
export type Section = { readonly start: Start; readonly end: number }

/** Starts that were noted while a file was read; few, so that a long file costs little memory. */
export type Starts = {
  readonly mark: MarkRow
  /**
   * The sections that hold these rows, which are in order; null when one of them stands before every start, or in a
   * section that is too long to be held. `length` is where the bytes end.
   */
  readonly sectionsOf: (rows: readonly number[], length: number) => readonly Section[] | null
}

// A section is read as a whole for the sake of one row; neighbours are read together, up to that many.
const bytesApart = 16_384
const mostTogether = 16
// Only objects are starts: behind one may stand any amount of other text, which is not read at once.
const longest = 67_108_864

/** Notes one start in some kilobytes. */
export function makeStarts(): Starts {
  const rows: number[] = []
  const lines: number[] = []
  const places: number[] = []
  let next = 0

  /** The last start at or before a row; -1 when there is none. */
  const startOf = (row: number): number => {
    let [low, high] = [0, rows.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((rows[middle] ?? 0) <= row) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  return {
    mark: (row, line, at) => {
      if (at < next) return
      next = at + bytesApart
      rows.push(row)
      lines.push(line)
      places.push(at)
    },
    sectionsOf: (wanted, length) => {
      const sections: Section[] = []
      const take = (from: number, to: number) => {
        const start = { row: rows[from] ?? 0, line: lines[from] ?? 1, at: places[from] ?? 0 }
        sections.push({ start, end: places[to + 1] ?? length })
      }
      let [from, to] = [-1, -1]
      for (const row of wanted) {
        const start = startOf(row)
        if (start < 0) return null
        const isNear = from >= 0 && start <= to + 1 && start - from < mostTogether
        if (!isNear && from >= 0) take(from, to)
        if (!isNear) from = start
        to = start
      }
      if (from >= 0) take(from, to)
      return sections.some(({ start, end }) => end - start.at > longest) ? null : sections
    },
  }
}
