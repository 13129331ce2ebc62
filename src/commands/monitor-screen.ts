import type { PhrasedFinding } from '../core/phrase.ts'
import type { Block, RunDocument } from '../core/report.ts'
import { formatDuration } from '../core/time.ts'
import { findingsShown, worstFirst } from './findings-shown.ts'
import { runSummary } from './probe.ts'

/** One sentence for each kind of finding that asks for something: the first of it, and how many there are. */
function whyBlock(findings: readonly PhrasedFinding[]): readonly Block[] {
  const kinds = new Map<string, PhrasedFinding[]>()
  for (const item of worstFirst(findings)) {
    if (!['FAIL', 'UNKNOWN', 'WARN'].includes(item.verdict)) continue
    const group = kinds.get(item.code)
    if (group === undefined) kinds.set(item.code, [item])
    else group.push(item)
  }
  const lines = [...kinds].map(([code, group]) => {
    const [first] = group
    return `${code}${group.length > 1 ? ` (1 of ${group.length})` : ''}: ${first?.text ?? ''}`
  })
  return lines.length === 0 ? [] : [{ kind: 'why', lines }]
}

/** One row per check, then why the run did not pass, then the sum. */
export function monitorScreen(document: RunDocument, verbose: number): readonly Block[] {
  const table: Block = {
    kind: 'table',
    columns: [{ title: 'STATE' }, { title: 'CHECK' }, { title: 'RESULT' }, { title: 'TIME', align: 'right' }],
    rows: document.checks.map(({ verdict, id, text, question, elapsedMs }) => [
      { verdict },
      id,
      text === '' ? question : text,
      elapsedMs === null ? '-' : formatDuration(elapsedMs),
    ]),
  }
  const told = verbose > 0 ? findingsShown(document.findings, verbose) : whyBlock(document.findings)
  return [table, ...told, runSummary(document)]
}
