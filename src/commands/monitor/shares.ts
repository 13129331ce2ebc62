import type { Clock } from '../../core/ports.ts'
import { type Deadline, startDeadline } from '../deadline.ts'
import type { Running } from '../run-parts.ts'

/** A room that waits in its lane keeps at least this part of the time of the run. */
const keptPart = 0.15

/**
 * How long the next room of a lane may take when `later` rooms wait behind it: everything that is left but their
 * parts, and never less than an even share.
 */
export function shareMs(totalMs: number, leftMs: number, later: number): number {
  return Math.max(leftMs / (later + 1), leftMs - later * keptPart * totalMs)
}

/** Gives each room its share of the time of a run; `spent` names the rooms that used theirs up. */
export type Shares = {
  readonly within: <Result>(
    room: string,
    later: number,
    work: (running: Running) => Promise<Result>,
  ) => Promise<Result>
  readonly spent: () => readonly string[]
}

/** Shares `totalMs` from now on. */
export function createShares(running: Running, clock: Clock, totalMs: number): Shares {
  const begin = clock.monotonicMs()
  const spent: string[] = []
  return {
    within: async (room, later, work) => {
      const leftMs = Math.max(0, totalMs - (clock.monotonicMs() - begin))
      const own: Deadline = startDeadline(clock, running.deadline.signal, shareMs(totalMs, leftMs, later))
      try {
        return await work({ ...running, deadline: own })
      } finally {
        own.stop()
        if (own.reached() && !running.deadline.reached()) spent.push(room)
      }
    },
    spent: () => spent,
  }
}
