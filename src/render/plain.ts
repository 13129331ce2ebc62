import type { PhrasedFinding } from '../core/phrase.ts'
import type { Block } from '../core/report.ts'
import { cellText, shown } from './cell-text.ts'
import type { ScreenRenderer, Shown } from './renderer.ts'

function row(cells: readonly string[]): string {
  return cells.map(shown).join('\t')
}

function findingRow(finding: PhrasedFinding): string {
  return row([
    finding.verdict,
    finding.code,
    finding.subject.id,
    finding.title,
    finding.text,
    finding.next ?? '',
  ])
}

function blockRows(block: Block): readonly string[] {
  switch (block.kind) {
    case 'lines':
    case 'commands':
      return block.lines.map(shown)
    case 'pairs':
      return block.pairs.map((pair) => row(pair))
    case 'table':
      return [
        ...(block.title === undefined ? [] : [shown(block.title)]),
        row(block.columns.map((column) => column.title)),
        ...block.rows.map((cells) => cells.map(cellText).join('\t')),
      ]
    case 'findings':
      return block.findings.map(findingRow)
    case 'summary':
      return [row([block.verdict, block.text, `exit code ${block.exitCode}`])]
    case 'why':
      return block.lines.map((line) => row(['Why', line]))
  }
}

function render(report: Shown): string {
  const rows = report.screen.flatMap(blockRows)
  const next = report.document.next.map((command) => row(['Next', command]))
  return `${[...rows, ...next].join('\n')}\n`
}

/**
 * The screen for `cut` and `awk`: the same blocks, one item per line, fields separated by one tab, never
 * wrapped, no colour. A tab or line feed inside a field is written as an escape.
 */
export const plain = { format: 'plain', render } as const satisfies ScreenRenderer
