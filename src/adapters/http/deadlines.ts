import type { Clock } from '../../core/ports.ts'

/** Calls `onLate` once when so much time has passed; the result takes that back. */
export type Watch = (afterMs: number, onLate: () => void) => () => void

type Entry = { readonly dueMs: number; readonly onLate: () => void }
type Sleep = { readonly untilMs: number; readonly stop: AbortController }

/**
 * The deadlines of many exchanges over one sleep: a timer and a signal for each cost more than reading an answer. While
 * nothing is watched nothing sleeps, so that it never keeps a process alive.
 */
export function createDeadlines(clock: Clock): Watch {
  const entries = new Set<Entry>()
  let current: Sleep | undefined

  const rest = () => {
    // With a reason of its own an abort makes no error object.
    current?.stop.abort('nobody waits')
    current = undefined
  }
  const sleep = async () => {
    rest()
    const untilMs = Math.min(...[...entries].map(({ dueMs }) => dueMs))
    const mine: Sleep = { untilMs, stop: new AbortController() }
    current = mine
    await clock.sleep(untilMs - clock.monotonicMs(), mine.stop.signal)
    if (current !== mine) return
    current = undefined
    // A timer may end a little early by the clock: what was slept for is due.
    const nowMs = Math.max(untilMs, clock.monotonicMs())
    for (const entry of [...entries]) {
      if (entry.dueMs > nowMs) continue
      entries.delete(entry)
      entry.onLate()
    }
    if (entries.size > 0) void sleep()
  }

  return (afterMs, onLate) => {
    const entry = { dueMs: clock.monotonicMs() + afterMs, onLate }
    entries.add(entry)
    if (current === undefined || entry.dueMs < current.untilMs) void sleep()
    return () => {
      if (entries.delete(entry) && entries.size === 0) rest()
    }
  }
}
