/** How much history one command keeps; whichever limit is reached first. */
export type RetentionLimits = { readonly runs: number; readonly ageMs: number; readonly bytes: number }

/** The defaults: the newest 200 runs, 30 days, 1 GB. */
export const retentionLimits: RetentionLimits = { runs: 200, ageMs: 30 * 86_400_000, bytes: 1_000_000_000 }

/** A saved run as far as keeping it is concerned. `startedAt` in Unix milliseconds. */
export type KeptRun = {
  readonly runId: string
  readonly command: string
  readonly startedAt: number
  readonly bytes: number
}

const runIdPattern = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-([a-z0-9-]{1,60})-[a-z0-9]{4}$/

/** The command and start time that a run id names; undefined when it is not one of our ids. */
export function readRunId(
  runId: string,
): { readonly command: string; readonly startedAt: number } | undefined {
  const match = runIdPattern.exec(runId)
  if (match === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  return { command: match[7] ?? '', startedAt: Date.UTC(year, month - 1, day, hour, minute, second) }
}

function newestFirst(a: KeptRun, b: KeptRun): number {
  return b.startedAt - a.startedAt || (a.runId < b.runId ? 1 : -1)
}

function expiredOf(runs: readonly KeptRun[], now: number, limits: RetentionLimits): readonly KeptRun[] {
  let bytes = 0
  return [...runs].sort(newestFirst).filter((run, index) => {
    bytes += run.bytes
    const within = index < limits.runs && now - run.startedAt <= limits.ageMs && bytes <= limits.bytes
    return index > 0 && !within
  })
}

/**
 * The runs that the limits no longer cover, judged per command. The newest run of a command always stays.
 * Pure; which of these are protected for another reason is the caller's decision.
 */
export function expiredRuns(
  runs: readonly KeptRun[],
  now: number,
  limits: RetentionLimits = retentionLimits,
): readonly KeptRun[] {
  const commands = [...new Set(runs.map((run) => run.command))]
  return commands.flatMap((command) =>
    expiredOf(
      runs.filter((run) => run.command === command),
      now,
      limits,
    ),
  )
}
