import type { Random } from './random.ts'

/** When things happen in a world. Unix seconds; blocks come every `blockSeconds`. */
export type Calendar = {
  readonly genesis: number
  readonly blockSeconds: number
  readonly since: number
  readonly until: number
  /** Until then the old receiving address was in force. */
  readonly rotatedAt: number
  /** When the operator looked for the last time before, and from where that branch was given up later. */
  readonly lookedAt: number
  readonly branchFrom: number
  readonly head: number
  readonly safe: number
  readonly finalized: number
  readonly blockOf: (seconds: number) => number
  readonly timeOf: (block: number) => number
}

const blockSeconds = 2
const dayBefore = 86_400
const genesisOfAll = 1_795_000_000
const lookedBefore = 2400

/** The calendar of a world with so many payments: a day of older history, then a window of some hours. */
export function makeCalendar(random: Random, size: number): Calendar {
  const genesis = genesisOfAll + 2 * random.int(0, 1_000_000)
  const since = genesis + dayBefore
  const hours = 3 * 3600 + Math.min(size, 20_000) * 6
  const until = since + hours - (hours % blockSeconds)
  const head = (until - genesis) / blockSeconds
  const inWindow = random.chance(0.5)
  return {
    genesis,
    blockSeconds,
    since,
    until,
    rotatedAt: inWindow ? since + 3600 : since - 40_000,
    lookedAt: until - lookedBefore,
    branchFrom: head - lookedBefore / blockSeconds - 50,
    head,
    safe: head - 60,
    finalized: head - 300,
    blockOf: (seconds) => Math.min(head, Math.ceil((seconds - genesis) / blockSeconds)),
    timeOf: (block) => genesis + block * blockSeconds,
  }
}

/**
 * A moment at which a whole story fits: it begins well inside the window and away from the change of the
 * receiving address, and all of it is final before the end.
 */
export function momentIn({ since, until, rotatedAt }: Calendar, random: Random): number {
  for (;;) {
    const at = random.int(since + 1200, until - 3000)
    if (Math.abs(at - rotatedAt) > 1200) return at
  }
}
