import type { PhrasedFinding } from '../core/phrase.ts'
import type { CheckRow } from '../core/report.ts'
import type { CheckResult } from '../core/run-room.ts'
import { type Verdict, worst } from '../core/verdict.ts'

/** What a command lists of a room, check by check. */
export type Told = {
  readonly rows: readonly CheckRow[]
  readonly findings: readonly PhrasedFinding[]
}

/** Codes that say of a check that nobody asked for it, which some commands leave out. */
const unasked: Readonly<Record<string, readonly string[]>> = {
  probe: ['PROBE_NOT_CHOSEN'],
  monitor: ['PROBE_NOT_CHOSEN', 'NOT_CHOSEN'],
}

/**
 * Does the document of this command list this finding of a room? Asked by the command that ends its run and by
 * whoever judges the run again, so that both list the same. Pure.
 */
export function isTold(
  command: string,
  room: string,
  { code, verdict }: Pick<PhrasedFinding, 'code' | 'verdict'>,
): boolean {
  if (verdict === 'PASS' || unasked[command]?.includes(code) === true) return false
  if (command !== 'monitor') return true
  return room === 'discover' ? verdict !== 'INFO' : room !== 'alerts' || verdict !== 'SKIP'
}

/** The rows and findings of a room whose checks stand in the document one by one; none of checks nobody asked for. */
export function toldByCheck(command: string, room: string, { rows, findings }: Told): Told {
  const out = unasked[command] ?? []
  const left = new Set(findings.filter(({ code }) => out.includes(code)).map(({ check }) => check))
  return {
    rows: rows.filter(({ id, verdict }) => verdict !== 'SKIP' || !left.has(id)),
    findings: findings.filter((one) => isTold(command, room, one)),
  }
}

/** The verdict of a room that stands in the document as one row. Pure. */
export function roomVerdict(command: string, room: string, checks: readonly CheckResult[]): Verdict {
  const verdicts = checks.map(({ verdict }): Verdict => (verdict === 'INFO' ? 'PASS' : verdict))
  const asked = verdicts.filter((verdict) => verdict !== 'SKIP')
  // Books in which there is nothing to compare agree with the chain.
  if (command === 'monitor' && room === 'reconcile' && asked.length < verdicts.length) asked.push('PASS')
  return worst(asked)
}
