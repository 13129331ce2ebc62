import { cutText } from '../core/short.ts'
import type { StateReading } from '../payments/settlement/from-case.ts'
import { isEnded, settlementStates } from '../payments/settlement/states.ts'
import { advance, type Standing } from '../payments/settlement/transitions.ts'
import { type Track, type TrackMove, type TrackRef, trackId, withMove } from '../runs/tracks.ts'

/** What one look at a payment gave: a reading of the chain, or why there is none. */
export type TrackLook =
  | {
      readonly seen: true
      readonly reading: StateReading
      /** What the look found out about the payment and the track did not know. */
      readonly found: Partial<TrackRef>
    }
  | { readonly seen: false; readonly why: string }

/** A track after a look: the legal moves it made, and the contradiction where there was no legal one. */
export type Tracked = {
  readonly track: Track
  readonly moves: readonly TrackMove[]
  /** The state is the same and can be relied on more than before. */
  readonly firmer: boolean
  readonly contradiction: { readonly from: string; readonly to: string } | null
}

const longestText = 400
const clip = <T extends string | null>(text: T) => (text === null ? null : cutText(text, longestText)) as T
// The file of tracks takes no longer text. A part of an id would be the id of another payment.
const longestId = 4096
const wholeId = (id: string | null) => (id === null || id.length > longestId ? null : id)

/** A track at its beginning; null when the reference names nothing. `submittedAt` null = not known. */
export function startTrack(
  ref: TrackRef,
  begin: { readonly at: string; readonly submittedAt: string | null; readonly source: string | null },
): Track | null {
  const id = trackId(ref)
  if (id === null) return null
  const { at, submittedAt, source } = begin
  return {
    id,
    ref: {
      ...ref,
      recordId: wholeId(ref.recordId),
      requestId: wholeId(ref.requestId),
      route: clip(ref.route),
    },
    state: 'idle',
    firmness: 'provisional',
    enteredAt: at,
    submittedAt,
    resolvedAt: null,
    pollAttempts: 0,
    nextPollAt: at,
    lastError: null,
    history: [],
    source: clip(source),
  }
}

/** Where a track stands; a word that is no state of ours stands for "nobody knows". */
export function standingOf({ state, firmness }: Pick<Track, 'state' | 'firmness'>): Standing {
  const known = settlementStates.find((word) => word === state)
  const firm = firmness === 'counted' || firmness === 'finalized' ? firmness : 'provisional'
  return known === undefined
    ? { state: 'unresolved', firmness: 'provisional' }
    : { state: known, firmness: firm }
}

/** What is followed is being looked for: a state in which nobody knows leads there at once. */
function thenPolling(now: Standing): Standing | null {
  const isLost = now.state === 'unresolved' || now.state === 'reversed'
  return isLost ? { state: 'polling', firmness: 'provisional' } : null
}

type Way = { readonly steps: readonly string[]; readonly now: Standing }

/** The way that a reading takes a track; null when no legal way leads there. */
function wayOf(before: Standing, seen: Standing): Way | null {
  const first = advance(before, seen)
  if (!first.ok) return null
  const more = thenPolling(first.now)
  const second = more === null ? null : advance(first.now, more)
  if (second === null || !second.ok) return first
  return { steps: [...first.steps, ...second.steps], now: second.now }
}

function movesOf(from: string, steps: readonly string[], at: string, because: string): readonly TrackMove[] {
  return steps.map((to, index) => ({ at, from: steps[index - 1] ?? from, to, because: clip(because) }))
}

/**
 * A track after one more look. Pure. Only legal moves are made, each is written into the history; a reading to
 * which no legal way leads changes nothing and comes back as a contradiction. A blind look changes no state.
 */
export function afterLook(track: Track, look: TrackLook, at: string): Tracked {
  const pollAttempts = track.pollAttempts + 1
  if (!look.seen) {
    const blind = { ...track, pollAttempts, lastError: clip(look.why) }
    return { track: blind, moves: [], firmer: false, contradiction: null }
  }
  const { reading, found } = look
  const before = standingOf(track)
  const way = wayOf(before, reading)
  if (way === null) {
    const contradiction = { from: before.state, to: reading.state }
    const lastError = `a look says ${reading.state} after ${before.state}: that cannot both be true`
    return { track: { ...track, pollAttempts, lastError }, moves: [], firmer: false, contradiction }
  }
  const moves = movesOf(before.state, way.steps, at, reading.reasons.join(' '))
  const ended = isEnded(way.now)
  return {
    track: {
      ...track,
      ref: { ...track.ref, ...found },
      state: way.now.state,
      firmness: way.now.firmness,
      enteredAt: moves.length > 0 ? at : track.enteredAt,
      resolvedAt: ended ? (track.resolvedAt ?? at) : null,
      pollAttempts,
      nextPollAt: ended ? null : track.nextPollAt,
      lastError: null,
      history: moves.reduce(withMove, track.history),
    },
    moves,
    firmer: moves.length === 0 && way.now.firmness !== before.firmness,
    contradiction: null,
  }
}

/** Has a proof ended this payment? */
export function hasEnded(track: Track): boolean {
  return isEnded(standingOf(track))
}
