import type { Clock } from '../../core/ports.ts'

/** What the rhythm of a watch needs. */
export type RoundPorts = {
  readonly clock: Clock
  readonly random: () => number
  readonly signal: AbortSignal
}

/** Two rounds never begin nearer to each other than this. */
export const floorMs = 5000

/** A service that is slow or down is given at least this much rest between two rounds. */
const restMs = 1000

/** The time from the beginning of a round to that of the next: the interval, a tenth more or less. */
export function jittered(everyMs: number, random: () => number): number {
  return Math.round(everyMs * (0.9 + 0.2 * random()))
}

/**
 * Runs `round` again and again until the signal aborts; resolves to how many were run. What `round` rejects with comes
 * out. Nothing of a round is kept here.
 */
export async function keepWatching(
  { clock, random, signal }: RoundPorts,
  everyMs: number,
  round: (index: number) => Promise<void>,
): Promise<number> {
  let rounds = 0
  while (!signal.aborted) {
    const begin = clock.monotonicMs()
    await round(rounds)
    rounds += 1
    if (signal.aborted) break
    const tookMs = clock.monotonicMs() - begin
    await clock.sleep(Math.max(restMs, jittered(everyMs, random) - tookMs), signal)
  }
  return rounds
}
