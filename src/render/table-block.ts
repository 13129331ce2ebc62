import type { Block, Cell, Column } from '../core/report.ts'
import { cellText, shown, verdictOfCell } from './cell-text.ts'
import { type ColumnNeed, columnWidths } from './column-widths.ts'
import { displayWidth } from './display-width.ts'
import type { Paint } from './paint.ts'
import { hang, pieces, wrap } from './wrap.ts'

type TableBlock = Extract<Block, { kind: 'table' }>

const gap = 2
const narrowest = 8
const widestFloor = 14
const between = ' '.repeat(gap)

function needOf(column: Column, index: number, rows: readonly (readonly string[])[]): ColumnNeed {
  const width = rows.reduce(
    (widest, row) => Math.max(widest, displayWidth(row[index] ?? '')),
    displayWidth(shown(column.title)),
  )
  if (column.align === 'right' || column.wrap === false) return { width: Math.max(1, width), floor: width }
  const longest = rows.reduce((most, row) => Math.max(most, longestPiece(row[index] ?? '')), narrowest)
  return { width: Math.max(1, width), floor: Math.min(longest, widestFloor) }
}

/** The same column when keeping its words whole would cost the table. */
function squeezed({ width, floor }: ColumnNeed): ColumnNeed {
  return { width, floor: floor < width ? Math.min(floor, narrowest) : floor }
}

/** The widest part of a text that `wrap` would have to cut in the middle. */
function longestPiece(text: string): number {
  return pieces(text).reduce((most, piece) => Math.max(most, displayWidth(piece.trim())), 0)
}

/** Text made as wide as its column. `painted` is what is shown, `text` what is measured. */
function padded(text: string, painted: string, width: number, column: Column | undefined): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return column?.align === 'right' ? `${space}${painted}` : `${painted}${space}`
}

/** One row over as many lines as its highest cell needs. */
function rowLines(
  cells: readonly Cell[],
  texts: readonly string[],
  widths: readonly number[],
  columns: readonly Column[],
  paint: Paint,
): readonly string[] {
  const folded = texts.map((text, index) => wrap(text, widths[index] ?? 1, 'anywhere'))
  const height = folded.reduce((highest, lines) => Math.max(highest, lines.length), 1)
  return Array.from({ length: height }, (_, line) =>
    folded
      .map((lines, index) => {
        const text = lines[line] ?? ''
        const verdict = verdictOfCell(cells[index] ?? '')
        const painted = verdict === undefined || text === '' ? text : paint(verdict, text)
        return padded(text, painted, widths[index] ?? 1, columns[index])
      })
      .join(between)
      .trimEnd(),
  )
}

/** A table that is too narrow for its columns, as one paragraph of `TITLE  value` lines per row. */
function stacked(
  block: TableBlock,
  texts: readonly (readonly string[])[],
  columns: number,
  paint: Paint,
): readonly string[] {
  const titles = block.columns.map((column) => shown(column.title))
  const width = Math.min(
    16,
    titles.reduce((widest, title) => Math.max(widest, displayWidth(title)), 0),
  )
  return texts.flatMap((row, rowIndex) => [
    ...(rowIndex === 0 ? [] : ['']),
    ...titles.flatMap((title, index) => {
      const lines = hang(`${title.padEnd(width)}  `, row[index] ?? '', columns)
      const verdict = verdictOfCell(block.rows[rowIndex]?.[index] ?? '')
      return verdict === undefined
        ? lines
        : lines.map((line) => line.replace(verdict, paint(verdict, verdict)))
    }),
  ])
}

/**
 * The lines of a borderless table. Columns at the right edge and verdicts keep their width; the widest text
 * columns wrap until the table fits, and a table that cannot fit is stacked. Laid out here and not by
 * cli-table3, which took 18 s for 10,000 rows and measures some characters differently than `wrap` does.
 */
export function tableLines(block: TableBlock, columns: number, paint: Paint): readonly string[] {
  const texts = block.rows.map((row) => block.columns.map((_, index) => cellText(row[index] ?? '')))
  const needs = block.columns.map((column, index) => needOf(column, index, texts))
  const widths = columnWidths(needs, columns, gap) ?? columnWidths(needs.map(squeezed), columns, gap)
  const title = block.title === undefined ? [] : wrap(shown(block.title), columns)
  if (widths === undefined) return [...title, ...stacked(block, texts, columns, paint)]
  const titles = block.columns.map((column) => shown(column.title))
  return [
    ...title,
    ...rowLines([], titles, widths, block.columns, paint),
    ...texts.flatMap((row, index) => rowLines(block.rows[index] ?? [], row, widths, block.columns, paint)),
  ]
}
