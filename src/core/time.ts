/** `2026-11-21 07:40:02Z`: the one way in which screens show a moment. */
export function formatUtc(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')}Z`
}

/** `850 ms`, `1.9 s`, `42 s`, `12 min`, `3.1 h`, `61 d`: a duration for people, from milliseconds. */
export function formatDuration(ms: number): string {
  const abs = Math.abs(ms)
  if (abs < 1000) return `${Math.round(ms)} ms`
  if (abs < 10_000) return `${(ms / 1000).toFixed(1)} s`
  if (abs < 120_000) return `${Math.round(ms / 1000)} s`
  if (abs < 7_200_000) return `${Math.round(ms / 60_000)} min`
  if (abs < 172_800_000) return `${(ms / 3_600_000).toFixed(1)} h`
  return `${Math.round(ms / 86_400_000)} d`
}
