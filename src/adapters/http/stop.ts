/**
 * What ends one exchange. An AbortController costs as much as half of an exchange, and each would need two: one for
 * the caller's signal and its deadline, one to put the deadline away.
 */
export type Stop = { isStopped: boolean; readonly listeners: Set<() => void> }

/** One that has not been told yet. */
export function newStop(): Stop {
  return { isStopped: false, listeners: new Set() }
}

/** Calls `run` once when it is told to stop, never when it was before; the result takes that back. `run` must not throw. */
export function onStop(stop: Stop, run: () => void): () => void {
  if (stop.isStopped) return () => {}
  stop.listeners.add(run)
  return () => void stop.listeners.delete(run)
}

/** Tells everyone who listens, once. */
export function stopNow(stop: Stop): void {
  if (stop.isStopped) return
  stop.isStopped = true
  for (const run of stop.listeners) run()
  stop.listeners.clear()
}
