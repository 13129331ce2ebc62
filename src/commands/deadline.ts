import type { Clock } from '../core/ports.ts'

/** A limit on the whole run. `reached` tells a run that ran out of time from one that was interrupted. */
export type Deadline = {
  readonly signal: AbortSignal
  readonly reached: () => boolean
  /** Ends the waiting; call it when the work is done. */
  readonly stop: () => void
}

/** A signal that aborts when `parent` does or after `ms`, whichever is first. */
export function startDeadline(clock: Clock, parent: AbortSignal, ms: number): Deadline {
  const work = new AbortController()
  const waiting = new AbortController()
  let reached = false
  const forward = () => work.abort(parent.reason)
  parent.addEventListener('abort', forward, { once: true })
  if (parent.aborted) forward()
  const stop = () => {
    parent.removeEventListener('abort', forward)
    waiting.abort()
  }
  clock.sleep(ms, waiting.signal).then(() => {
    if (waiting.signal.aborted || work.signal.aborted) return
    reached = true
    work.abort(new Error('deadline'))
  }, work.abort)
  return { signal: work.signal, reached: () => reached, stop }
}
