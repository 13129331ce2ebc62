import type { GuideSeen, RunLook } from './shapes.ts'

/** What a row sees in one window. `skip` = the operator configured nothing there, which is no answer. */
export type Glance = {
  readonly value: 'met' | 'clear' | 'unknown' | 'skip'
  readonly ids: readonly string[]
  /** What was found, or why it is not known; empty when clear. */
  readonly says: string
}

/** One window: the run and what was seen in it. */
export type Window = { readonly run: RunLook; readonly glance: Glance }

const apartMs = 60_000
// Who looked this long ago does not know what was in between: a streak ends there.
const longestSilenceMs = 3_600_000
// Books are compared once a day at least; a window of last week is none of two in a row.
const oldestWindowMs = 93_600_000

/** The windows of a question, newest first: runs that looked at it, each at least 60 s before the next one. */
export function windowsOf({ runs }: GuideSeen, glance: (run: RunLook) => Glance | null): readonly Window[] {
  const windows: Window[] = []
  for (const run of runs) {
    const last = windows.at(-1)
    if (last !== undefined && Date.parse(last.run.at) - Date.parse(run.at) < apartMs) continue
    const seen = glance(run)
    if (seen !== null) windows.push({ run, glance: seen })
  }
  return windows
}

/**
 * Does it hold in the `count` newest windows? One clear window says no; one that is missing, or lies beyond a silence
 * of more than a day, says nothing.
 */
export function heldIn(windows: readonly Window[], count: number): Glance['value'] {
  const newest = windows.slice(0, count).filter(({ run }, at) => {
    const later = at === 0 ? undefined : windows[at - 1]
    return later === undefined || Date.parse(later.run.at) - Date.parse(run.at) <= oldestWindowMs
  })
  if (newest.length === 0) return 'unknown'
  const values = newest.map(({ glance }) => glance.value)
  if (values.includes('clear')) return 'clear'
  if (values.every((value) => value === 'met')) return newest.length === count ? 'met' : 'unknown'
  return values.every((value) => value === 'skip') ? 'skip' : 'unknown'
}

/** The newest windows without a break that met it, and the time from the first of them to the last. */
export function streakOf(windows: readonly Window[]): {
  readonly windows: readonly Window[]
  readonly forMs: number
} {
  const streak: Window[] = []
  for (const window of windows) {
    if (window.glance.value !== 'met') break
    const last = streak.at(-1)
    const silence = last === undefined ? 0 : Date.parse(last.run.at) - Date.parse(window.run.at)
    if (silence > longestSilenceMs) break
    streak.push(window)
  }
  const [newest, oldest] = [streak[0], streak.at(-1)]
  if (newest === undefined || oldest === undefined) return { windows: [], forMs: 0 }
  return { windows: streak, forMs: Date.parse(newest.run.at) - Date.parse(oldest.run.at) }
}

/** The windows that a row rests on, for its evidence. */
export function usedOf(windows: readonly Window[], count: number) {
  return windows.slice(0, count).map(({ run: { runId, at } }) => ({ runId, at }))
}
