import type { ExitCode } from '../core/report.ts'
import type { Counts } from '../core/verdict.ts'

/** From which verdict on a run ends with exit code 1. `never` hides findings from the exit code, not gaps. */
export type FailOn = 'fail' | 'warn' | 'never'

/**
 * The exit code of a run that was carried out: 1 when something at or above `failOn` was found, else 3 when
 * an answer is missing, else 0. A proven finding stays proven beside a gap, so 1 comes before 3; no policy
 * turns 3 into 0.
 */
export function exitCodeOf(outcome: {
  readonly counts: Counts
  readonly failOn: FailOn
  readonly complete: boolean
}): ExitCode {
  const { counts, failOn, complete } = outcome
  const found = failOn !== 'never' && counts.FAIL + (failOn === 'warn' ? counts.WARN : 0) > 0
  if (found) return 1
  return complete && counts.UNKNOWN === 0 ? 0 : 3
}
