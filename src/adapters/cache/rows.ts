import { joinColumns, type LogColumns, takeRows } from '../../core/log-columns.ts'
import type { BlockRange } from '../../core/ports.ts'
import type { Cover } from './cover.ts'
import type { Place } from './question.ts'

/** The address at a place of a row. */
export function addressAt(columns: LogColumns, place: Place, row: number): string {
  const column = columns[place]
  const at = place === 'first' ? row * 20 : row * 32 + 12
  return `0x${Buffer.from(column.buffer, column.byteOffset + at, 20).toString('hex')}`
}

/** The rows that covers speak of, in their order; the same columns when that is all of them. */
export function coveredRows(columns: LogColumns, place: Place, covers: readonly Cover[]): LogColumns {
  const rows: number[] = []
  for (let row = 0; row < columns.count; row += 1) {
    const block = columns.block[row] ?? 0
    const near = covers.filter(({ from, to }) => from <= block && block <= to)
    if (near.length === 0) continue
    const address = addressAt(columns, place, row)
    if (near.some(({ values }) => values.has(address))) rows.push(row)
  }
  return rows.length === columns.count ? columns : takeRows(columns, rows)
}

/** The rows outside of some blocks. */
export function rowsOutside(columns: LogColumns, blocks: ReadonlySet<number>): LogColumns {
  if (blocks.size === 0) return columns
  const all = Array.from({ length: columns.count }, (_, row) => row)
  return takeRows(
    columns,
    all.filter((row) => !blocks.has(columns.block[row] ?? 0)),
  )
}

/** Where rows of some blocks stand: from the first in `from` up to, and without, the first above `to`. */
export function rowsBetween(
  { block, count }: LogColumns,
  { from, to }: BlockRange,
): readonly [number, number] {
  const above = (limit: number) => {
    let [low, high] = [0, count]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((block[middle] ?? 0) < limit) low = middle + 1
      else high = middle
    }
    return low
  }
  return [above(from), above(to + 1)]
}

const widths = { first: 20, second: 32, tx: 32, value: 32 } as const

function sameBytes(column: Uint8Array, width: number, a: number, b: number): boolean {
  for (let at = 0; at < width; at += 1) if (column[a * width + at] !== column[b * width + at]) return false
  return true
}

function sameLog(columns: LogColumns, a: number, b: number): boolean {
  const names = Object.keys(widths) as (keyof typeof widths)[]
  return (
    columns.kind[a] === columns.kind[b] && names.every((name) => sameBytes(columns[name], widths[name], a, b))
  )
}

/**
 * Rows of several answers in chain order, each once. `torn` are the blocks of which they tell two stories (two hashes,
 * or two logs at one place): of those no row is left.
 */
export function mergeRows(parts: readonly LogColumns[]): {
  readonly columns: LogColumns
  readonly torn: readonly number[]
} {
  const [only, second] = parts
  if (only !== undefined && second === undefined) return { columns: only, torn: [] }
  const all = joinColumns(parts)
  const before = (a: number, b: number) =>
    (all.block[a] ?? 0) - (all.block[b] ?? 0) || (all.logIndex[a] ?? 0) - (all.logIndex[b] ?? 0)
  const order = Uint32Array.from({ length: all.count }, (_, row) => row).sort(before)
  const torn = new Set<number>()
  const kept: number[] = []
  for (const row of order) {
    const last = kept.at(-1)
    if (last === undefined || all.block[last] !== all.block[row]) kept.push(row)
    else if (!sameBytes(all.blockHash, 32, last, row)) torn.add(all.block[row] ?? 0)
    else if (all.logIndex[last] !== all.logIndex[row]) kept.push(row)
    else if (!sameLog(all, last, row)) torn.add(all.block[row] ?? 0)
  }
  const columns = takeRows(
    all,
    kept.filter((row) => !torn.has(all.block[row] ?? 0)),
  )
  return { columns, torn: [...torn] }
}
