import { headerValue } from '../x402/headers.ts'

// Delta seconds of RFC 9110 section 10.2.3, at most nine digits: fixed bounds, so linear.
const deltaSeconds = /^\d{1,9}$/

/**
 * How long a Retry-After header asks to wait, in milliseconds: seconds or an HTTP date against `now`.
 * A date that has passed is 0. Null when the header is absent or says neither.
 */
export function retryAfterMs(
  headers: readonly (readonly [name: string, value: string])[],
  now: Date,
): number | null {
  const value = headerValue(headers, 'retry-after')?.trim()
  if (value === undefined || value === '' || value.length > 40) return null
  if (deltaSeconds.test(value)) return Number(value) * 1000
  // Date.parse reads far more than HTTP dates, "-1" included; those end in GMT.
  const at = value.endsWith('GMT') ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
