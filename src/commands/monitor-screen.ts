import type { Block, RunDocument } from '../core/report.ts'
import { formatDuration } from '../core/time.ts'
import { findingsShown } from './findings-shown.ts'
import { runSummary } from './probe.ts'

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
  return [table, ...findingsShown(document.findings, verbose), runSummary(document)]
}
