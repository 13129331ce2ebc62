import type { Clock } from '../../core/ports.ts'

/** A time in which nothing is sent to an endpoint, because it asked for that. */
export type Pause = {
  /** Nothing is sent for that long from now; a longer pause under way stays. */
  readonly begin: (ms: number) => void
  /** Resolves when nothing is paused any more, or at once when the signal aborts. */
  readonly over: (signal: AbortSignal) => Promise<void>
}

/** A pause for one endpoint: one call that meets a limit speaks for all of them. */
export function createPause(clock: Clock): Pause {
  let untilMs = 0
  return {
    begin: (ms) => {
      untilMs = Math.max(untilMs, clock.monotonicMs() + ms)
    },
    over: async (signal) => {
      const left = Math.ceil(untilMs - clock.monotonicMs())
      if (left > 0 && !signal.aborted) await clock.sleep(left, signal)
    },
  }
}
