import { findNetwork } from '../networks/lookup.ts'
import { timingOf } from '../networks/timing.ts'

/** What the times between two looks at a payment depend on. Milliseconds, except `validBefore` (Unix seconds). */
export type Rhythm = {
  readonly blockTimeMs: number | null
  /** How long the network takes to make a block final. */
  readonly finalAfterMs: number
  /** The operator's own wish for the first tries; null = from the block time. */
  readonly everyMs: number | null
}

/** Where a payment stands in its schedule. Times in Unix milliseconds. */
export type Progress = {
  readonly nowMs: number
  /** Looks so far, the one just done included. */
  readonly attempts: number
  /** How many of the last looks saw nothing, one after the other. */
  readonly blind: number
  readonly startedMs: number
  readonly validBefore: number | null
}

/** As many looks are made at the first, quick rhythm. */
export const quickTries = 24

const quickMs = 5000
const slowMs = 60_000
const blindMs = 300_000
const marginMs = 600_000
// An authorization whose end nobody knows: most live for minutes, none that we know of for more than an hour.
const assumedLifeMs = 3_600_000

/** The first rhythm: 5 s, or the smallest multiple of the block time above it. */
export function quickIntervalMs({ blockTimeMs, everyMs }: Rhythm): number {
  if (everyMs !== null) return everyMs
  if (blockTimeMs === null || blockTimeMs <= 0) return quickMs
  return Math.ceil(quickMs / blockTimeMs) * blockTimeMs
}

/**
 * The moment from which the chain can prove that an unused authorization will never be used: its end has passed
 * and a block behind it is final. Unix milliseconds; a guess of an hour's life where the end is not known.
 */
export function decisiveAtMs(progress: Pick<Progress, 'validBefore' | 'startedMs'>, rhythm: Rhythm): number {
  const { validBefore, startedMs } = progress
  const end = validBefore === null ? startedMs + assumedLifeMs : validBefore * 1000
  return end + rhythm.finalAfterMs
}

/**
 * When to look again, in Unix milliseconds; null = no look is worth it any more, because the time at which the
 * chain could have proven it is over by a margin. Never null before that.
 */
export function nextLookMs(progress: Progress, rhythm: Rhythm): number | null {
  const { nowMs, attempts, blind } = progress
  const decisive = decisiveAtMs(progress, rhythm)
  const quick = quickIntervalMs(rhythm)
  const beyond = Math.max(0, attempts - quickTries)
  // 1.5 ^ 40 is far above the limit: a larger power would only overflow.
  const slow = Math.max(quick, Math.min(slowMs, quick * 1.5 ** Math.min(beyond, 40)))
  const wait = blind === 0 ? slow : Math.max(slow, Math.min(blindMs, quick * 2 ** Math.min(blind, 20)))
  if (nowMs > decisive + marginMs) return null
  // The look that can decide is not put off by the rhythm.
  const isAhead = decisive > nowMs && nowMs + wait > decisive
  return isAhead ? decisive + 1000 : nowMs + wait
}

/** The rhythm of a network (null = not known which), with the operator's wish for the first tries (null = none). */
export function rhythmFor(network: string | null, everyMs: number | null): Rhythm {
  const blockTimeMs = network === null ? null : (findNetwork(network)?.blockTimeMs ?? null)
  return { blockTimeMs, finalAfterMs: timingOf(network ?? '').finalAfterMs, everyMs }
}

/** Is anything published about how long this network takes? */
export function isTimingKnown(network: string): boolean {
  return timingOf(network).known
}
