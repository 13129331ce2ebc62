import type { GuideSeen, InFlight } from './shapes.ts'

// Clients may cache the terms of a route for so long.
const cacheMinutes = 5

/** Payments that have not ended: those that are followed, and those of the newest reconcile. */
export function inFlight({ tracks, runs }: GuideSeen): readonly InFlight[] {
  const waiting = runs.find(({ money }) => money !== null)?.money?.waiting ?? []
  const all = new Map(tracks.map((each) => [each.id, each]))
  for (const { id, code } of waiting) if (!all.has(id)) all.set(id, { id, state: code, since: null })
  return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** For how long offers that were given out can be paid; null when no 402 was seen. */
export function drainSeconds({ runs }: GuideSeen): number | null {
  return runs.find(({ maxTimeoutSeconds }) => maxTimeoutSeconds !== null)?.maxTimeoutSeconds ?? null
}

/** What switching off does not stop, in one clause. */
export function drainText(seen: GuideSeen): string {
  const seconds = drainSeconds(seen)
  const offers =
    seconds === null
      ? 'how long offers stay payable is not known (no 402 was seen)'
      : `offers stay payable for ${seconds} s after it`
  return `${offers}; clients may cache terms for ${cacheMinutes} min`
}
