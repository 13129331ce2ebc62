import type { Clock } from '../core/ports.ts'
import type { Track } from '../runs/tracks.ts'
import { nextLookMs, type Rhythm } from './schedule.ts'
import { afterLook, hasEnded, type Tracked, type TrackLook } from './track.ts'

/** The world as watching reaches it. */
export type WatchPorts = {
  readonly clock: Clock
  /** One look at each of these payments, by track id; a payment without an answer was not seen. Never rejects for the chain. */
  readonly look: (due: readonly Track[], signal: AbortSignal) => Promise<ReadonlyMap<string, TrackLook>>
  /** Keeps these tracks; called after every round that changed them. */
  readonly keep: (tracks: readonly Track[]) => Promise<void>
  /** Told of every change, in the order of their happening. */
  readonly tell: (change: Tracked) => void
  readonly rhythmOf: (track: Track) => Rhythm
}

/** How watching ended: each payment by proof, given up because no proof can come any more, or stopped. */
export type WatchEnd = {
  readonly tracks: readonly Track[]
  /** Ids of those whose time is over without a proof. */
  readonly givenUp: readonly string[]
  readonly stopped: boolean
  readonly rounds: number
}

type Followed = { readonly track: Track; readonly blind: number; readonly dueMs: number | null }

// What is due within this time is asked for together: one round of questions for many payments.
const togetherMs = 250
const noAnswer: TrackLook = { seen: false, why: 'no endpoint answered for this payment' }

const iso = (ms: number) => new Date(ms).toISOString()

function scheduled({ track }: Tracked, blind: number, nowMs: number, { rhythmOf }: WatchPorts): Followed {
  if (hasEnded(track)) return { track, blind, dueMs: null }
  const { pollAttempts: attempts, ref, submittedAt, history, enteredAt } = track
  const startedMs = Date.parse(submittedAt ?? history[0]?.at ?? enteredAt)
  const progress = { nowMs, attempts, blind, startedMs, validBefore: ref.validBefore }
  const dueMs = nextLookMs(progress, rhythmOf(track))
  return { track: { ...track, nextPollAt: dueMs === null ? null : iso(dueMs) }, blind, dueMs }
}

/**
 * Looks at payments again and again until a proof ends each, no proof can come any more, or the signal aborts.
 * After every round the tracks are kept, so a process that is killed loses at most one look. A look that was
 * cut off by the signal is not believed. Never rejects for what it finds.
 */
export async function watchTracks(
  tracks: readonly Track[],
  ports: WatchPorts,
  signal: AbortSignal,
): Promise<WatchEnd> {
  const { clock } = ports
  const now = () => clock.now().getTime()
  // Whoever asks again wants to know now, whatever the schedule of the process before was.
  const fresh = (track: Track): Followed => ({ track, blind: 0, dueMs: now() })
  const all = new Map(tracks.map((track) => [track.id, fresh(track)]))
  let rounds = 0
  while (!signal.aborted) {
    const waiting = [...all.values()].filter((item) => item.dueMs !== null)
    if (waiting.length === 0) break
    const first = Math.min(...waiting.map(({ dueMs }) => dueMs ?? 0))
    if (first > now()) {
      await clock.sleep(first - now(), signal)
      continue
    }
    const horizon = now() + togetherMs
    const due = waiting.filter(({ dueMs }) => (dueMs ?? 0) <= horizon).map(({ track }) => track)
    const looks = await ports.look(due, signal)
    if (signal.aborted) break
    rounds += 1
    for (const before of due) {
      const look = looks.get(before.id) ?? noAnswer
      const blind = look.seen ? 0 : (all.get(before.id)?.blind ?? 0) + 1
      const after = afterLook(before, look, iso(now()))
      const next = scheduled(after, blind, now(), ports)
      all.set(before.id, next)
      const isNews = after.moves.length > 0 || after.firmer || after.contradiction !== null
      if (isNews || (blind === 1 && before.lastError === null)) ports.tell({ ...after, track: next.track })
    }
    await ports.keep(due.map(({ id }) => all.get(id)?.track).filter((track) => track !== undefined))
  }
  const left = [...all.values()]
  const givenUp = left
    .filter(({ track, dueMs }) => dueMs === null && !hasEnded(track))
    .map(({ track }) => track.id)
  return { tracks: left.map(({ track }) => track), givenUp, stopped: signal.aborted, rounds }
}
