import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StateReading } from '../../src/payments/settlement/from-case.ts'
import type { Track, TrackRef } from '../../src/runs/tracks.ts'
import { decisiveAtMs, nextLookMs, quickIntervalMs, type Rhythm } from '../../src/settlement/schedule.ts'
import { startTrack, type Tracked, type TrackLook } from '../../src/settlement/track.ts'
import { type WatchPorts, watchTracks } from '../../src/settlement/watch.ts'

const startMs = Date.parse('2026-11-21T07:40:02.000Z')
const base: Rhythm = { blockTimeMs: 2000, finalAfterMs: 1_800_000, everyMs: null }
const saw = (
  state: StateReading['state'],
  firmness: StateReading['firmness'] = 'provisional',
): TrackLook => ({
  ...{ seen: true, reading: { state, firmness, reasons: ['NOTHING_FOUND'] }, found: {} },
})

function trackOf(n: number, validBefore: number | null): Track {
  const ref: TrackRef = {
    ...{ payer: '0xb0', nonce: `0x${n}`, network: 'eip155:8453', asset: '0xa0', tx: null, payTo: null },
    ...{ amountAtomic: null, validBefore, recordId: null, requestId: null, route: null },
  }
  const at = new Date(startMs).toISOString()
  return startTrack(ref, { at, submittedAt: null, source: null }) as Track
}

/** A world with a clock of its own, in which `answer` says what a look at a moment shows. */
function world(answer: (track: Track, seconds: number) => TrackLook | undefined, rhythm = base) {
  let nowMs = startMs
  const looks: number[] = []
  const told: Tracked[] = []
  const kept: (readonly Track[])[] = []
  const stop = new AbortController()
  const ports: WatchPorts = {
    clock: {
      now: () => new Date(nowMs),
      monotonicMs: () => nowMs,
      sleep: async (ms) => {
        nowMs += ms
      },
    },
    look: async (due) => {
      const seconds = (nowMs - startMs) / 1000
      looks.push(seconds)
      const given = due.map((track) => [track.id, answer(track, seconds)] as const)
      return new Map(given.filter((pair): pair is [string, TrackLook] => pair[1] !== undefined))
    },
    keep: async (tracks) => void kept.push(tracks),
    tell: (change) => void told.push(change),
    rhythmOf: () => rhythm,
  }
  return { ports, looks, told, kept, stop }
}

describe('when to look again', () => {
  test.each([
    [2000, 6000],
    [12_000, 12_000],
    [250, 5000],
    [null, 5000],
  ])('a block every %s ms: every %i ms', (blockTimeMs, ms) => {
    expect(quickIntervalMs({ ...base, blockTimeMs })).toBe(ms)
    expect(quickIntervalMs({ ...base, blockTimeMs, everyMs: 300 })).toBe(300)
  })

  test('always later, never past the moment that can decide, and never given up before it', () => {
    const progress = fc.record({
      nowMs: fc.integer({ min: startMs, max: startMs + 10_000_000 }),
      attempts: fc.nat({ max: 10_000 }),
      blind: fc.nat({ max: 1000 }),
      startedMs: fc.constant(startMs),
      validBefore: fc.oneof(
        fc.constant(null),
        fc.integer({ min: startMs / 1000, max: startMs / 1000 + 9000 }),
      ),
    })
    fc.assert(
      fc.property(progress, (where) => {
        const next = nextLookMs(where, base)
        const decisive = decisiveAtMs(where, base)
        if (next === null) {
          expect(where.nowMs).toBeGreaterThan(decisive)
          return
        }
        expect(next).toBeGreaterThan(where.nowMs)
        // The look that can decide comes a second after its moment, which may be the end of the longest wait.
        const isDeciding = next === decisive + 1000
        expect(next - where.nowMs).toBeLessThanOrEqual(isDeciding ? 301_000 : 300_000)
        if (where.nowMs < decisive) expect(next).toBeLessThanOrEqual(decisive + 1000)
      }),
      {
        numRuns: 500,
        examples: [
          [
            {
              nowMs: 1795255639001,
              attempts: 0,
              blind: 6,
              startedMs: startMs,
              validBefore: 1795254139,
            },
          ],
        ],
      },
    )
  })
})

describe('watching', () => {
  test('24 quick looks, then slower, until the proof comes', async () => {
    const end = startMs / 1000 + 300
    const { ports, looks, told, kept } = world((_track, seconds) =>
      seconds >= 300 + 1800 ? saw('expired_unused', 'finalized') : saw('not_found'),
    )
    const ended = await watchTracks([trackOf(1, end)], ports, new AbortController().signal)
    expect(looks.slice(0, 25)).toEqual(Array.from({ length: 25 }, (_, n) => n * 6))
    expect(looks.at(-1)).toBeGreaterThanOrEqual(2100)
    expect(looks.at(-1)).toBeLessThan(2102)
    expect(looks.length).toBeLessThan(65)
    expect(ended).toMatchObject({ givenUp: [], stopped: false, rounds: looks.length })
    expect(ended.tracks[0]).toMatchObject({ state: 'expired_unused', nextPollAt: null })
    // One line for each change, and the state on disk after every look.
    expect(told.map(({ track }) => track.state)).toEqual(['not_found', 'expired_unused'])
    expect(kept).toHaveLength(looks.length)
  })

  test.each([
    ['nothing is found', () => saw('not_found')],
    ['no endpoint answers', () => undefined],
  ])('when %s it does not stop before a proof could come', async (_what, answer) => {
    const end = startMs / 1000 + 60
    const { ports, looks } = world(answer)
    const ended = await watchTracks([trackOf(1, end)], ports, new AbortController().signal)
    expect(looks.at(-1)).toBeGreaterThan(60 + 1800)
    expect(looks.length).toBeLessThan(80)
    expect(ended.givenUp).toEqual([ended.tracks[0]?.id])
    expect(ended.tracks[0]?.resolvedAt).toBeNull()
  })

  test('endpoints that answer nothing are asked more and more rarely, and said so once', async () => {
    const { ports, looks, told } = world(() => undefined)
    const ended = await watchTracks([trackOf(1, startMs / 1000 + 60)], ports, new AbortController().signal)
    expect(looks.slice(0, 6)).toEqual([0, 12, 36, 84, 180, 372])
    expect(told).toHaveLength(1)
    expect(ended.tracks[0]).toMatchObject({ state: 'idle', lastError: expect.stringMatching(/no endpoint/) })
  })

  test('what is due together is asked together', async () => {
    const many = Array.from({ length: 300 }, (_, n) => trackOf(n, startMs / 1000 + 300))
    const { ports, looks } = world((_t, seconds) => saw(seconds > 30 ? 'confirmed' : 'not_found', 'counted'))
    const ended = await watchTracks(many, ports, new AbortController().signal)
    expect(looks).toEqual([0, 6, 12, 18, 24, 30, 36])
    expect(ended.tracks.every(({ state }) => state === 'confirmed_late' || state === 'confirmed')).toBe(true)
  })

  test('a look that was cut off by an interruption is not believed', async () => {
    const { ports, stop, kept } = world(() => {
      stop.abort('SIGINT')
      return saw('expired_unused', 'finalized')
    })
    const ended = await watchTracks([trackOf(1, startMs / 1000 + 300)], ports, stop.signal)
    expect([ended.stopped, ended.tracks[0]?.state, kept]).toEqual([true, 'idle', []])
  })
})
