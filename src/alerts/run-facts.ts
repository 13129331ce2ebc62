import type { RunDocument } from '../core/report.ts'
import type { RunFacts } from './facts.ts'

function counted(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** What a saved run says, as far as rules care. Pure. */
export function runFacts({ finishedAt, checks, findings, totals, gaps, window }: RunDocument): RunFacts {
  const rooms: Record<string, 'answered' | 'open'> = {}
  for (const { room, verdict } of checks) {
    // A part that was not run says nothing.
    if (verdict === 'SKIP') continue
    if (verdict === 'UNKNOWN' || gaps.length > 0) rooms[room] = 'open'
    else rooms[room] ??= 'answered'
  }
  const classes: Record<string, number> = {}
  for (const { name, count } of totals) classes[name] = (classes[name] ?? 0) + count
  const reconciled = window !== undefined && rooms.reconcile !== undefined
  const codes = counted(findings.map(({ code }) => code))
  return { at: finishedAt, rooms, codes, classes: reconciled ? classes : null }
}
