import type { Clock } from '../core/ports.ts'
import { onAbort } from './on-abort.ts'

// Longer timers fire at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args
const longestTimerMs = 2_147_483_647

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || !(ms > 0)) return Promise.resolve()
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer)
      forget()
      resolve()
    }
    const timer = setTimeout(wake, Math.min(ms, longestTimerMs))
    const forget = onAbort(signal, wake)
  })
}

/** The clock of this machine. Sleeps of more than 24.8 days end early, at 24.8 days. */
export const systemClock: Clock = {
  now: () => new Date(),
  // `performance` would load a dozen modules of Node at every start for the same figure.
  monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
  sleep,
}

/**
 * Calls `run` once when a sleep of `ms` by this clock is over; the result takes that back. `run` must not throw.
 * Of the clock of this machine it asks a bare timer: every request has a deadline that nearly none of them reaches,
 * and a sleep that is ended early costs a signal, its listener and a promise.
 */
export function after({ sleep: asleep }: Clock, ms: number, run: () => void): () => void {
  if (asleep === sleep) {
    const timer = setTimeout(run, ms > 0 ? Math.min(ms, longestTimerMs) : 0)
    return () => clearTimeout(timer)
  }
  const over = new AbortController()
  void asleep(ms, over.signal).then(() => {
    if (!over.signal.aborted) run()
  })
  // With a reason of its own an abort makes no error object.
  return () => over.abort('over')
}
