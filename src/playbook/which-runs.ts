import type { PhrasedFinding } from '../core/phrase.ts'
import type { RunDocument } from '../core/report.ts'

const dayMs = 86_400_000

/**
 * The newest run of each command of the last 24 hours, newest first; of an older time only the newest run of all, so
 * that a day without a look is not taken for a quiet one. Pure.
 */
export function newestOfEach(runs: readonly RunDocument[], now: Date): readonly RunDocument[] {
  const sorted = [...runs].sort((a, b) =>
    a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : a.runId < b.runId ? 1 : -1,
  )
  const young = sorted.filter(({ startedAt }) => now.getTime() - Date.parse(startedAt) <= dayMs)
  if (young.length === 0) return sorted.slice(0, 1)
  const seen = new Set<string>()
  return young.filter(({ command }) => {
    const isNew = !seen.has(command)
    seen.add(command)
    return isNew
  })
}

/** The findings of several runs, newest run first; what two runs found alike counts once. Pure. */
export function findingsOf(runs: readonly RunDocument[]): readonly PhrasedFinding[] {
  const byId = new Map<string, PhrasedFinding>()
  for (const { findings } of runs)
    for (const finding of findings) if (!byId.has(finding.id)) byId.set(finding.id, finding)
  return [...byId.values()]
}

/** Which run found a code last, and the newer run that asked the same and did not find it again; null when none did. */
export type LastFound = { readonly by: RunDocument; readonly notAgainBy: RunDocument | null }

const gaveNoAnswer: readonly string[] = ['SKIP', 'UNKNOWN']

/**
 * Who of these runs (newest first) found a code last; undefined when none did. A newer run speaks against it only when
 * it is complete and answered the same check: it may have looked at less. Pure.
 */
export function lastFound(code: string, runs: readonly RunDocument[]): LastFound | undefined {
  const at = runs.findIndex(({ findings }) => findings.some((finding) => finding.code === code))
  const by = runs[at]
  if (by === undefined) return undefined
  const asked = new Set(by.findings.flatMap((finding) => (finding.code === code ? [finding.check] : [])))
  const notAgainBy = runs
    .slice(0, at)
    .find(
      ({ complete, checks }) =>
        complete && checks.some(({ id, verdict }) => asked.has(id) && !gaveNoAnswer.includes(verdict)),
    )
  return { by, notAgainBy: notAgainBy ?? null }
}
