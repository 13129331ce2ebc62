import type { PhrasedFinding } from '../../core/phrase.ts'
import type { CheckRow } from '../../core/report.ts'
import { isTold, roomVerdict } from '../../runs/told.ts'
import type { Part } from '../run-parts.ts'

/** A whole room as one row of the guide; its findings are filed under that row. */
export function roomRow(part: Part): CheckRow {
  const verdict = roomVerdict('toggle-guide', part.room, part.checks)
  const text = part.checks.find((check) => check.verdict === verdict)?.text ?? ''
  const { room, elapsedMs } = part
  return { id: room, room, question: `What does ${room} say?`, verdict, text, elapsedMs }
}

/** A room that was not run, and why. */
export function skippedRow(room: string, text: string): CheckRow {
  return { id: room, room, question: `What does ${room} say?`, verdict: 'SKIP', text, elapsedMs: null }
}

/** The findings of a room, filed under its row. What passed stays out, as in every report. */
export function roomFindings(part: Part): readonly PhrasedFinding[] {
  return part.findings
    .filter((finding) => isTold('toggle-guide', part.room, finding))
    .map((finding) => ({ ...finding, check: part.room }))
}
