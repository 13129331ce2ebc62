import { OpsError } from '../core/errors.ts'

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const
const day = 86_400_000

// "1500ms", "10s", "2m": whole digits and one unit, anchored on both ends, no alternation that overlaps.
const durationPattern = /^(\d{1,9})(ms|s|m|h)$/

/** Milliseconds of `500ms`, `10s`, `2m` or `1h`; undefined for anything else, zero, or more than a day. */
export function durationMs(text: string): number | undefined {
  const match = durationPattern.exec(text)
  if (match === null) return undefined
  const ms = Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]
  return ms > 0 && ms <= day ? ms : undefined
}

/** The text that `durationMs` reads back as these milliseconds, in seconds where it can. */
export function durationText(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`
}

function refuse(flag: string, value: string, example: string): OpsError {
  return new OpsError('NUMBER_EXPECTED', { flag, value, example: `${flag} ${example}` })
}

/** A parser for flags that hold a length of time; it throws `OpsError` NUMBER_EXPECTED. */
export function durationFlag(flag: string, example: string) {
  return (value: string): number => {
    const ms = durationMs(value)
    if (ms === undefined) throw refuse(flag, value, `${example} (units: ms, s, m, h)`)
    return ms
  }
}

/** A parser for whole numbers from 1 to 10,000; it throws `OpsError` NUMBER_EXPECTED. */
export function integerFlag(flag: string, example: string) {
  return (value: string): number => {
    const number = /^\d{1,5}$/.test(value) ? Number(value) : 0
    if (number < 1 || number > 10_000) throw refuse(flag, value, example)
    return number
  }
}

/** A parser for decimal numbers above 0 and up to 10,000; it throws `OpsError` NUMBER_EXPECTED. */
export function numberFlag(flag: string, example: string) {
  return (value: string): number => {
    const number = /^\d{1,5}(?:\.\d{1,6})?$/.test(value) ? Number(value) : 0
    if (number <= 0 || number > 10_000) throw refuse(flag, value, example)
    return number
  }
}
