import { type ColumnScan, type LogColumns, sliceColumns } from '../../core/log-columns.ts'
import type { BlockRange } from '../../core/ports.ts'
import { joinRanges } from '../../payments/ranges.ts'
import { type Cover, clipCovers, clipRanges, subtractRanges } from './cover.ts'
import { rowsBetween, rowsOutside } from './rows.ts'
import { mostRows } from './segment.ts'

/** Rows and the addresses and blocks of which they are all there is. */
export type Piece = { readonly covers: readonly Cover[]; readonly columns: LogColumns }

/** Joins covers: each address and block stands in exactly one, and there are as few as that allows. */
export function joinCovers(covers: readonly Cover[]): readonly Cover[] {
  const byValue = new Map<string, BlockRange[]>()
  for (const { from, to, values } of covers) {
    for (const value of values) {
      const ranges = byValue.get(value)
      if (ranges === undefined) byValue.set(value, [{ from, to }])
      else ranges.push({ from, to })
    }
  }
  const groups = new Map<string, { readonly ranges: readonly BlockRange[]; readonly values: Set<string> }>()
  for (const [value, list] of byValue) {
    const ranges = joinRanges(list)
    const key = ranges.map(({ from, to }) => `${from}-${to}`).join(' ')
    const group = groups.get(key) ?? { ranges, values: new Set<string>() }
    group.values.add(value)
    groups.set(key, group)
  }
  return [...groups.values()]
    .flatMap(({ ranges, values }) => ranges.map((range) => ({ ...range, values })))
    .sort((a, b) => a.from - b.from || a.to - b.to)
}

/** Cuts a long piece between blocks, so that no file gets large. */
export function cutPiece({ covers, columns }: Piece): readonly Piece[] {
  const pieces: Piece[] = []
  let row = 0
  let from = 0
  while (columns.count - row > mostRows) {
    let end = row + mostRows
    // Logs of one block stay together.
    while (end < columns.count && columns.block[end] === columns.block[end - 1]) end += 1
    if (end >= columns.count) break
    const to = (columns.block[end] ?? 0) - 1
    pieces.push({ covers: clipCovers(covers, [{ from, to }]), columns: sliceColumns(columns, row, end) })
    row = end
    from = to + 1
  }
  const last = clipCovers(covers, [{ from, to: Number.MAX_SAFE_INTEGER }])
  return [...pieces, { covers: last, columns: sliceColumns(columns, row, columns.count) }]
}

/** A piece inside of some blocks; its rows in others are gone. Undefined when nothing is left. */
export function clipPiece({ covers, columns }: Piece, ranges: readonly BlockRange[]): Piece | undefined {
  const left = clipCovers(covers, ranges)
  if (left.length === 0) return undefined
  const blocks = new Set<number>()
  for (const block of columns.block.subarray(0, columns.count)) {
    if (!ranges.some(({ from, to }) => from <= block && block <= to)) blocks.add(block)
  }
  return { covers: left, columns: rowsOutside(columns, blocks) }
}

/**
 * What of an answer may be kept: the blocks up to `final` that it answered for, without holes and without blocks that
 * hold a log of another shape. Nothing of an answer in which logs did not fit the question. Pure.
 */
export function keepable(
  scan: ColumnScan,
  values: readonly string[],
  range: BlockRange,
  final: number,
): readonly Piece[] {
  const to = Math.min(range.to, final)
  if (scan.dropped > 0 || to < range.from) return []
  const odd = scan.odd.map(({ blockNumber }) => ({ from: blockNumber, to: blockNumber }))
  const clean = clipRanges(subtractRanges({ from: range.from, to }, [...scan.holes, ...odd]), [range])
  const set = new Set(values)
  const piece = clipPiece(
    {
      covers: clean.map((part) => ({ ...part, values: set })),
      columns: sliceColumns(scan.columns, ...rowsBetween(scan.columns, { from: range.from, to })),
    },
    clean,
  )
  return piece === undefined ? [] : cutPiece(piece)
}
