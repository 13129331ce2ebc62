const waiting = new WeakMap<AbortSignal, Set<() => void>>()

function listenOnce(signal: AbortSignal): Set<() => void> {
  const runs = new Set<() => void>()
  waiting.set(signal, runs)
  const wake = () => {
    waiting.delete(signal)
    for (const run of runs) run()
  }
  signal.addEventListener('abort', wake, { once: true })
  return runs
}

/**
 * Calls `run` once when the signal aborts, never when it has already; the result takes that back. `run`
 * must not throw. All who wait for one signal share one listener of it: hundreds of requests wait for the
 * signal of a run, and Node rightly takes hundreds of listeners for a leak.
 */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  if (signal.aborted) return () => {}
  const runs = waiting.get(signal) ?? listenOnce(signal)
  // Own to this call, so that the same function may wait twice.
  const mine = () => run()
  runs.add(mine)
  return () => void runs.delete(mine)
}
