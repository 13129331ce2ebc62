import type { Clock } from '../../core/ports.ts'
import type { Limits } from '../../core/profile.ts'
import { onAbort } from '../on-abort.ts'

/** How hard one host may be asked. */
export type LaneLimits = Pick<Limits, 'concurrency' | 'ratePerSecond' | 'burst'>

/** Waits for its turn at a host; the result gives the turn back. Null when the signal aborted first. */
export type Enter = (host: string, signal: AbortSignal) => Promise<(() => void) | null>

type Lane = { running: number; fullAtMs: number; readonly waiting: (() => void)[] }

/**
 * Takes one token of a bucket that is full again at `fullAtMs`: how long to wait, and the new time.
 * In any span of T seconds at most `burst + ratePerSecond * T` tokens are given (virtual scheduling).
 */
export function takeToken(
  fullAtMs: number,
  nowMs: number,
  { ratePerSecond, burst }: Pick<LaneLimits, 'ratePerSecond' | 'burst'>,
): { readonly fullAtMs: number; readonly waitMs: number } {
  const perTokenMs = 1000 / ratePerSecond
  const next = Math.max(fullAtMs, nowMs) + perTokenMs
  return { fullAtMs: next, waitMs: Math.max(0, next - burst * perTokenMs - nowMs) }
}

function freeSlot(lane: Lane, concurrency: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false)
  if (lane.running < concurrency) {
    lane.running += 1
    return Promise.resolve(true)
  }
  return new Promise((resolve) => {
    const turn = () => {
      forget()
      resolve(true)
    }
    const leave = () => {
      lane.waiting.splice(lane.waiting.indexOf(turn), 1)
      resolve(false)
    }
    lane.waiting.push(turn)
    const forget = onAbort(signal, leave)
  })
}

function give(lane: Lane): void {
  const next = lane.waiting.shift()
  if (next === undefined) lane.running -= 1
  else next()
}

/** One lane per host: at most `concurrency` at once, and a token bucket; first come, first served. */
export function createLanes(clock: Clock, limits: LaneLimits): Enter {
  const lanes = new Map<string, Lane>()
  return async (host, signal) => {
    const lane = lanes.get(host) ?? { running: 0, fullAtMs: 0, waiting: [] }
    lanes.set(host, lane)
    if (!(await freeSlot(lane, limits.concurrency, signal))) return null
    const { fullAtMs, waitMs } = takeToken(lane.fullAtMs, clock.monotonicMs(), limits)
    lane.fullAtMs = fullAtMs
    if (waitMs > 0) await clock.sleep(waitMs, signal)
    if (signal.aborted) {
      give(lane)
      return null
    }
    return () => give(lane)
  }
}
