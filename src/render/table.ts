import type { Block } from '../core/report.ts'
import { shown } from './cell-text.ts'
import { commandLines } from './command-lines.ts'
import { displayWidth } from './display-width.ts'
import { findingsLines } from './findings-block.ts'
import type { Paint } from './paint.ts'
import type { Canvas, ScreenRenderer, Shown } from './renderer.ts'
import { tableLines } from './table-block.ts'
import { hang } from './wrap.ts'

const whyLabel = 'Why    '
const nextLabel = 'Next   '
const commandIndent = '    '
const margin = ' '.repeat(nextLabel.length)

// The leading spaces of a line. Anchored, one class: linear.
const leading = /^ */

function plainLine(line: string, columns: number): readonly string[] {
  const text = shown(line)
  if (displayWidth(text) <= columns) return [text.trimEnd()]
  const indent = leading.exec(text)?.[0] ?? ''
  return hang(indent, text.slice(indent.length), columns)
}

function pairsLines(
  pairs: readonly (readonly [label: string, value: string])[],
  columns: number,
): readonly string[] {
  const width = pairs.reduce((widest, [label]) => Math.max(widest, displayWidth(shown(label))), 0)
  return pairs.flatMap(([label, value]) => hang(`${shown(label).padEnd(width)}  `, shown(value), columns))
}

function summaryLines(
  block: Extract<Block, { kind: 'summary' }>,
  columns: number,
  paint: Paint,
): readonly string[] {
  const { verdict } = block
  const lines = hang(`${verdict.padEnd(6)} `, shown(block.text), columns)
  const end = `exit code ${block.exitCode}`
  const last = lines.at(-1) ?? ''
  const room = columns - displayWidth(last) - end.length
  const closed =
    room >= 2
      ? [...lines.slice(0, -1), `${last}${' '.repeat(room)}${end}`]
      : [...lines, `${' '.repeat(Math.max(0, columns - end.length))}${end}`]
  const [first = '', ...rest] = closed
  return [`${paint(verdict, verdict)}${first.slice(verdict.length)}`, ...rest]
}

function whyLines(lines: readonly string[], columns: number): readonly string[] {
  return lines.flatMap((line, index) => hang(index === 0 ? whyLabel : margin, shown(line), columns))
}

/** A command that can be copied, or a comment beside one, wrapped as text. */
function copyLines(line: string, columns: number): readonly string[] {
  if (line.startsWith('# ')) return hang(`${commandIndent}# `, line.slice(2), columns)
  return commandLines(line, columns - commandIndent.length).map((each) => `${commandIndent}${each}`)
}

function blockLines(block: Block, canvas: Canvas, paint: Paint): readonly string[] {
  const { columns } = canvas
  switch (block.kind) {
    case 'lines':
      return block.lines.flatMap((line) => plainLine(line, columns))
    case 'commands':
      return block.lines.flatMap((line) => copyLines(shown(line), columns))
    case 'pairs':
      return pairsLines(block.pairs, columns)
    case 'table':
      return tableLines(block, columns, paint)
    case 'findings':
      return findingsLines(block.findings, canvas, paint)
    case 'summary':
      return summaryLines(block, columns, paint)
    case 'why':
      return whyLines(block.lines, columns)
  }
}

function nextLines(next: readonly string[], columns: number): readonly string[] {
  return next
    .flatMap((command) => commandLines(shown(command), columns - margin.length))
    .map((line, index) => `${index === 0 ? nextLabel : margin}${line}`)
}

function render(report: Shown, canvas: Canvas): string {
  const wide = { ...canvas, columns: Math.max(20, canvas.columns) }
  const { paint } = canvas
  const blocks = report.screen.map((block) => blockLines(block, wide, paint))
  const closing = [...blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))].join(
    '\n\n',
  )
  const next = nextLines(report.document.next, wide.columns)
  const separator = ['why', 'summary'].includes(report.screen.at(-1)?.kind ?? '') ? '\n' : '\n\n'
  return `${[closing, next.join('\n')].filter((part) => part !== '').join(separator)}\n`
}

/**
 * The screen for people: plain ASCII of our own, colour only in the words of verdicts, nothing wider than
 * `columns` (at least 20) except a hash or a word of a command, which are never broken.
 */
export const table = { format: 'table', render } as const satisfies ScreenRenderer
