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
