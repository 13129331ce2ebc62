import type { PhrasedFinding } from '../../core/phrase.ts'
import type { CheckRow } from '../../core/report.ts'
import { type Verdict, worst } from '../../core/verdict.ts'
import type { Part } from '../run-parts.ts'

/** A whole room as one row of the guide; its findings are filed under that row. */
export function roomRow(part: Part): CheckRow {
  const verdicts = part.checks.map(({ verdict }): Verdict => (verdict === 'INFO' ? 'PASS' : verdict))
  const asked = verdicts.filter((verdict) => verdict !== 'SKIP')
  const verdict = asked.length === 0 ? 'SKIP' : worst(asked)
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
    .filter(({ verdict }) => verdict !== 'PASS')
    .map((finding) => ({ ...finding, check: part.room }))
}
