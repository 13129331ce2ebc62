import type { PhrasedFinding } from '../core/phrase.ts'
import type { CheckRow } from '../core/report.ts'
import { checkRows, type Part } from './run-parts.ts'

/** Does this finding tell of something that was looked at? */
export function wasChosen({ code }: Pick<PhrasedFinding, 'code'>): boolean {
  return code !== 'PROBE_NOT_CHOSEN'
}

/** The rows of a probe without those of checks that nobody asked for. */
export function chosenRows(part: Part): readonly CheckRow[] {
  const left = new Set(part.findings.filter((one) => !wasChosen(one)).map(({ check }) => check))
  return checkRows(part).filter(({ id, verdict }) => verdict !== 'SKIP' || !left.has(id))
}
