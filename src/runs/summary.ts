import type { Counts, Verdict } from '../core/verdict.ts'

/** `2.3 s`: a duration in seconds with one decimal, from milliseconds; the form of summary lines. */
export function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

const words: readonly (readonly [Verdict, one: string, many: string])[] = [
  ['FAIL', 'failed', 'failed'],
  ['UNKNOWN', 'unknown', 'unknown'],
  ['WARN', 'warning', 'warnings'],
  ['PASS', 'passed', 'passed'],
  ['SKIP', 'skipped', 'skipped'],
]

/**
 * `1 failed, 1 warning, 3 passed, 2 skipped`: the counts that are not zero, worst first. INFO is left out,
 * because it is no answer to a question; `nothing was judged` when nothing remains.
 */
export function countsText(counts: Counts): string {
  const parts = words.flatMap(([verdict, one, many]) => {
    const count = counts[verdict]
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]
  })
  return parts.length === 0 ? 'nothing was judged' : parts.join(', ')
}
