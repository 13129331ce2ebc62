import { formatAmount } from '../core/money.ts'
import type { Cell } from '../core/report.ts'
import { safe } from '../core/safe.ts'
import type { Verdict } from '../core/verdict.ts'

/** The longest text from outside that a human format shows in one place; the rest is cut with `...`. */
export const longestText = 4000

/** A text for people: hostile characters escaped, at most `longestText` characters. */
export function shown(text: string): string {
  return safe(text, longestText)
}

/** The verdict of a cell, when it is one. */
export function verdictOfCell(cell: Cell): Verdict | undefined {
  return typeof cell === 'object' && 'verdict' in cell ? cell.verdict : undefined
}

/** A cell as safe text: a verdict's word, an amount in token units, or the text itself. */
export function cellText(cell: Cell): string {
  if (typeof cell === 'string') return shown(cell)
  return 'verdict' in cell ? cell.verdict : shown(formatAmount(cell))
}
