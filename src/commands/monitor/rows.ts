import type { CheckRow } from '../../core/report.ts'
import { countVerdicts, type Verdict } from '../../core/verdict.ts'
import { countsText } from '../../runs/summary.ts'
import { roomVerdict } from '../../runs/told.ts'
import type { Part } from '../run-parts.ts'
import type { MonitorPart } from './names.ts'

/** The one question that monitor asks of each room. */
export const questions: Readonly<Record<MonitorPart, string>> = {
  probe: 'Is the service up, ready and honest?',
  matrix: 'Does every paid route ask for the right money?',
  discover: 'Do the documents agree with the live 402s?',
  facilitator: 'Can every facilitator settle what is sold?',
  rpc: 'Can the chain endpoints be believed?',
  recipient: 'Can the receiving addresses receive?',
  metrics: 'Can what the service counts be read?',
  alerts: 'Does an alert rule hold?',
  reconcile: 'Do the books agree with the chain?',
}

/** A part that was not run, as one row. */
export function skipRow(id: MonitorPart, text: string): CheckRow {
  return { id, room: id, question: questions[id], verdict: 'SKIP', text, elapsedMs: null }
}

function checksText(asked: readonly Verdict[]): string {
  return `${asked.length} check${asked.length === 1 ? '' : 's'}: ${countsText(countVerdicts(asked))}`
}

/** A whole room as one row. Without a `text` it counts its checks: what they found stands below, once. */
export function roomRow({ room, checks, elapsedMs }: Part, text?: string): CheckRow {
  const list = checks.map(({ verdict }): Verdict => (verdict === 'INFO' ? 'PASS' : verdict))
  const asked = list.filter((verdict) => verdict !== 'SKIP')
  const verdict = roomVerdict('monitor', room, checks)
  const words = text ?? (asked.length > 0 ? checksText(asked) : (checks[0]?.text ?? ''))
  return { id: room, room, question: questions[room as MonitorPart], verdict, text: words, elapsedMs }
}
