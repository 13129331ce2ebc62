import CliTable from 'cli-table3'
import type { Block, Cell, Column } from '../core/report.ts'
import { cellText, shown, verdictOfCell } from './cell-text.ts'
import { type ColumnNeed, columnWidths } from './column-widths.ts'
import { displayWidth } from './display-width.ts'
import type { Paint } from './paint.ts'
import { hang, wrap } from './wrap.ts'

type TableBlock = Extract<Block, { kind: 'table' }>

const gap = 2

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(gap),
}

const noStyle = { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true }

function needOf(column: Column, index: number, rows: readonly (readonly string[])[]): ColumnNeed {
  const width = rows.reduce(
    (widest, row) => Math.max(widest, displayWidth(row[index] ?? '')),
    displayWidth(shown(column.title)),
  )
  return { width: Math.max(1, width), wraps: column.align !== 'right' }
}

function paintCell(cell: Cell | undefined, text: string, paint: Paint): string {
  const verdict = cell === undefined ? undefined : verdictOfCell(cell)
  return verdict === undefined ? text : paint(verdict, text)
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
 * columns wrap until the table fits, and a table that cannot fit is stacked.
 */
export function tableLines(block: TableBlock, columns: number, paint: Paint): readonly string[] {
  const texts = block.rows.map((row) => block.columns.map((_, index) => cellText(row[index] ?? '')))
  const widths = columnWidths(
    block.columns.map((column, index) => needOf(column, index, texts)),
    columns,
    gap,
  )
  const title = block.title === undefined ? [] : [shown(block.title)]
  if (widths === undefined) return [...title, ...stacked(block, texts, columns, paint)]
  const fold = (text: string, index: number) => wrap(text, widths[index] ?? 1, 'anywhere').join('\n')
  const grid = new CliTable({
    chars: noBorders,
    style: noStyle,
    colWidths: [...widths],
    colAligns: block.columns.map((column) => column.align ?? 'left'),
  })
  grid.push(block.columns.map((column, index) => fold(shown(column.title), index)))
  for (const [rowIndex, row] of texts.entries()) {
    const cells = block.rows[rowIndex] ?? []
    grid.push(row.map((text, index) => paintCell(cells[index], fold(text, index), paint)))
  }
  const lines = grid.toString().split('\n')
  return [...title, ...lines.map((line) => line.trimEnd())]
}
