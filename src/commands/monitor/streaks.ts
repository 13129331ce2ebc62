import type { Brief } from './changes.ts'

/** How long a check has failed without a break. Times in Unix milliseconds. */
export type Streak = {
  readonly since: number
  readonly last: number
  readonly count: number
  readonly told: boolean
}

/** The streaks of all checks that fail now. */
export type Streaks = ReadonlyMap<string, Streak>

/** A check that stays critical: so often and so long without a break. */
export type Steady = {
  readonly check: string
  readonly count: number
  readonly since: string
  readonly forMs: number
}

/** Three failures in a row, and three minutes from the first to the last of them. */
export const steadyRules = { count: 3, forMs: 180_000 } as const

/**
 * The streaks with one more round. A round that could not see a check neither goes on with its streak nor breaks it.
 * Each streak is said once.
 */
export function nextStreaks(
  streaks: Streaks,
  round: Brief,
  rules: { readonly count: number; readonly forMs: number } = steadyRules,
): { readonly streaks: Streaks; readonly steady: readonly Steady[] } {
  const at = Date.parse(round.at)
  const next = new Map<string, Streak>()
  const steady: Steady[] = []
  for (const { id, verdict } of round.checks) {
    const before = streaks.get(id)
    if (verdict === 'UNKNOWN' || verdict === 'SKIP') {
      if (before !== undefined) next.set(id, before)
      continue
    }
    if (verdict !== 'FAIL') continue
    const { since, count, told } = before ?? { since: at, count: 0, told: false }
    const forMs = at - since
    const isSteady = count + 1 >= rules.count && forMs >= rules.forMs
    if (isSteady && !told)
      steady.push({ check: id, count: count + 1, since: new Date(since).toISOString(), forMs })
    next.set(id, { since, last: at, count: count + 1, told: told || isSteady })
  }
  return { streaks: next, steady }
}
