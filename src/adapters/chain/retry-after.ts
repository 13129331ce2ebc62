/** The longest time we wait because a host asks for it. */
export const maxWaitMs = 10_000

const seconds = /^\d{1,20}$/

/**
 * The wait that a Retry-After header asks for, in milliseconds from `now`, between 0 and 10 s. Reads both
 * forms of RFC 9110 10.2.3 (seconds, HTTP date); undefined for anything else, negative numbers included.
 */
export function parseRetryAfter(value: string, now: Date): number | undefined {
  const text = value.trim()
  if (seconds.test(text)) return Math.min(Number(text) * 1000, maxWaitMs)
  // A date begins with its weekday; Date.parse alone would read "-5" as a year.
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) || text.length > 64) return undefined
  const at = Date.parse(text)
  if (Number.isNaN(at)) return undefined
  return Math.min(Math.max(at - now.getTime(), 0), maxWaitMs)
}

/**
 * How long to wait before try number `tries + 1`: doubling from `firstMs`, at least what the host asked
 * for, at most 10 s.
 */
export function waitBeforeRetry(tries: number, firstMs: number, retryAfterMs: number | undefined): number {
  return Math.min(Math.max(firstMs * 2 ** (tries - 1), retryAfterMs ?? 0), maxWaitMs)
}
