// The score as a table for people: contenders side by side, each class with recall and precision.
import type { Tally } from './score.ts'
import { classes } from './words.ts'

/** What one contender scored. */
export type Column = { readonly name: string; readonly tally: Tally }

// Digit groups by hand: the machine's locale decides nothing.
const grouped = (n: number) => String(n).replace(/\B(?=(?:\d{3})+$)/g, ',')

/** `100`, `99.9`, `0`, or `-` where there is nothing to divide by; never rounded up to 100. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '-'
  const tenths = Math.floor((part / whole) * 1000)
  return tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1)
}

function classRows(columns: readonly Column[]): readonly (readonly string[])[] {
  return classes.flatMap((name) => {
    const truths = columns[0]?.tally.classes[name]?.truths ?? 0
    if (truths === 0) return []
    const cells = columns.map(({ tally }) => {
      const { right = 0, told = 0, claimed = 0 } = tally.classes[name] ?? {}
      return `${percent(right, truths)} / ${percent(told, claimed)}`
    })
    return [[name, grouped(truths), ...cells]]
  })
}

function sumRows(columns: readonly Column[]): readonly (readonly string[])[] {
  const first = columns[0]?.tally
  const row = (label: string, whole: number | undefined, of: (tally: Tally) => string) => [
    label,
    whole === undefined ? '' : grouped(whole),
    ...columns.map(({ tally }) => of(tally)),
  ]
  return [
    row('right', first?.decidable, ({ right, decidable }) => `${percent(right, decidable)} %`),
    row('wrong', undefined, ({ wrong }) => grouped(wrong)),
    row('said nothing', undefined, ({ silent }) => grouped(silent)),
    row('said "unknown"', undefined, ({ unknown }) => grouped(unknown)),
    row('false clears', undefined, ({ falseClears }) => grouped(falseClears)),
    row('false alarms', undefined, ({ falseAlarms }) => grouped(falseAlarms)),
    row('undecidable, claimed to know', first?.undecidable, ({ overclaimed }) => grouped(overclaimed)),
  ]
}

/** A Markdown table that also reads well on a terminal. Ends with a line feed. */
export function renderTable(columns: readonly Column[]): string {
  const head = ['recall % / precision %', 'truths', ...columns.map(({ name }) => name)]
  const rows = [...classRows(columns), ...sumRows(columns)]
  const widths = head.map((title, index) =>
    Math.max(title.length, 3, ...rows.map((row) => (row[index] ?? '').length)),
  )
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, index) => {
      const width = widths[index] ?? 0
      return index === 0 ? cell.padEnd(width) : cell.padStart(width)
    })
    return `| ${padded.join(' | ')} |\n`
  }
  const rule = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('')
}
