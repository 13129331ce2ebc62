import type { CheckRow, RunDocument } from '../core/report.ts'
import type { MemoryUpdate } from '../runs/memory.ts'
import { roomVerdict } from '../runs/told.ts'
import type { CommandContext } from './command.ts'
import { memoryAfter } from './reconcile-memory.ts'
import { partToSave, type ReconcileResult, reconcileResult } from './reconcile-result.ts'
import { reconcileQuestion, runReconcile } from './reconcile-run.ts'
import type { Part, Running } from './run-parts.ts'

const question = 'Do the books agree with the chain?'

/** Reconcile as a part of monitor: one row, and what the report needs. */
export type BooksRow = {
  readonly row: CheckRow
  readonly part: Part
  readonly result: ReconcileResult
  /** What later runs must know. Monitor looks for what is wrong now, so it leaves the watermark alone. */
  readonly memory: (document: RunDocument) => MemoryUpdate
}

function resultText({ totals }: ReconcileResult): string {
  const parts = totals
    .filter(({ verdict }) => verdict !== 'SKIP')
    .map(({ name, count }) => `${name.replaceAll('_', ' ')} ${count}`)
  return parts.length === 0 ? 'no payment in the window' : parts.join(', ')
}

/** Compares books and chain over the window of `--since` (24 h), for a profile that `booksMissing` finds nothing missing in. */
export async function monitorReconcile(running: Running, context: CommandContext): Promise<BooksRow> {
  const { target, expected } = await reconcileQuestion(context, running.profile)
  const part = await runReconcile(running, context, expected)
  const result = reconcileResult(part.seen, expected)
  const row = {
    id: 'reconcile',
    room: 'reconcile',
    question,
    verdict: roomVerdict('monitor', 'reconcile', part.checks),
    text: resultText(result),
    elapsedMs: part.elapsedMs,
  }
  return {
    row,
    part: partToSave(part),
    result,
    memory: (document) => memoryAfter(part.seen, result.judged, document, target, 'leaves the watermark'),
  }
}
