import type { Clock } from '../core/ports.ts'
import { retryAfterMs } from './retry-after.ts'
import type { Asked } from './shapes.ts'

/** A route that asked to be asked later, and how to do it. `asked` grows with every look. */
export type Waiting = { asked: readonly Asked[]; readonly again: () => Promise<Asked> }

const rounds = 2
const firstPauseMs = 1000

// Retry-After first; a limit without it is given one second, then two (a client that doubles its pauses).
function pauseMs({ answer }: Asked, round: number, now: Date): number | null {
  if (!answer.seen) return null
  const { status, headers } = answer.value
  // A gate that stays closed for a second look is closed: asking on would only add to its load.
  if (status === 503) return round === 0 ? retryAfterMs(headers, now) : null
  if (status !== 429) return null
  return retryAfterMs(headers, now) ?? firstPauseMs * 2 ** round
}

/**
 * Looks again at every route that answered "later", not before the time it named and only when that time lies
 * within `withinMs` of `startedMs`. All of them wait together. Never rejects.
 */
export async function lookAgain(
  routes: readonly Waiting[],
  clock: Clock,
  { startedMs, withinMs }: { readonly startedMs: number; readonly withinMs: number },
  signal: AbortSignal,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const now = clock.now()
    const leftMs = withinMs - (clock.monotonicMs() - startedMs)
    const due = routes
      .flatMap((route) => {
        const last = route.asked.at(-1)
        const wait = last === undefined ? null : pauseMs(last, round, now)
        return wait === null || wait > leftMs ? [] : [{ route, wait }]
      })
      .sort((a, b) => a.wait - b.wait)
    let waitedMs = 0
    for (const { route, wait } of due) {
      if (wait > waitedMs || waitedMs === 0) await clock.sleep(wait - waitedMs, signal)
      waitedMs = Math.max(waitedMs, wait)
      if (signal.aborted) return
      route.asked = [...route.asked, await route.again()]
    }
  }
}
