import type { PhrasedFinding } from '../core/phrase.ts'
import type { Block } from '../core/report.ts'
import { argText } from './arg-text.ts'
import { cellText, shown } from './cell-text.ts'
import { subjectShown } from './findings-block.ts'
import type { Canvas, ScreenRenderer, Shown } from './renderer.ts'

// Everything that could start markup, a table cell, an image, an entity or raw HTML. One class: linear.
const markup = /[\\`*_{}[\]<>|#~!&$]/g

function inline(text: string): string {
  return shown(text).replace(markup, '\\$&')
}

function tableRows(block: Extract<Block, { kind: 'table' }>): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    ...(block.title === undefined ? [] : [`### ${inline(block.title)}`, '']),
    line(block.columns.map((column) => inline(column.title))),
    line(block.columns.map((column) => (column.align === 'right' ? '---:' : '---'))),
    ...block.rows.map((row) => line(block.columns.map((_, index) => inline(cellText(row[index] ?? ''))))),
  ]
}

function findingItem(finding: PhrasedFinding, verbose: number): readonly string[] {
  const details = [
    ...Object.entries(finding.args).map(([name, arg]) => `  - ${inline(name)}: ${inline(argText(arg))}`),
    ...finding.evidence.map((look) => `  - seen: ${inline(`${look.at} ${look.source} ${look.ref}`)}`),
  ]
  return [
    `- **${finding.verdict}** ${inline(finding.code)} ${inline(subjectShown(finding))}: ${inline(finding.title)}`,
    ...(finding.text === '' ? [] : [`  ${inline(finding.text)}`]),
    ...(finding.next === null ? [] : [`  Do: ${inline(finding.next)}`]),
    ...(verbose > 0 ? ['', ...details] : []),
  ]
}

function blockText(block: Block, canvas: Canvas): readonly string[] {
  switch (block.kind) {
    case 'lines':
      // Two spaces at the end keep the line break.
      return block.lines.map((line) => `${inline(line)}  `)
    case 'commands':
      return ['```sh', ...block.lines.map(shown), '```']
    case 'pairs':
      // A pair without a label goes on with the one before it.
      return block.pairs.map(([label, value]) =>
        label === '' ? `  ${inline(value)}` : `- **${inline(label)}** ${inline(value)}`,
      )
    case 'table':
      return tableRows(block)
    case 'findings':
      return block.findings.flatMap((finding) => findingItem(finding, canvas.verbose))
    case 'summary':
      return [`**${block.verdict}** ${inline(block.text)} (exit code ${block.exitCode})`]
    case 'why':
      return ['**Why**', '', ...block.lines.map((line) => `- ${inline(line)}`)]
  }
}

function nextText(next: readonly string[]): readonly string[] {
  return next.length === 0 ? [] : ['**Next**', '', '```sh', ...next.map(shown), '```']
}

function render(report: Shown, canvas: Canvas): string {
  const blocks = report.screen.map((block) => blockText(block, canvas))
  const parts = [...blocks, nextText(report.document.next)].filter((lines) => lines.length > 0)
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** The screen for tickets: the same blocks as Markdown, all text from outside escaped. */
export const markdown = { format: 'markdown', render } as const satisfies ScreenRenderer
