import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  boundTracks,
  parseTracks,
  type Track,
  type TrackRef,
  trackId,
  tracksText,
  withMove,
} from '../../src/runs/tracks.ts'

const at = '2026-11-21T07:40:02.000Z'
const nothing: TrackRef = {
  ...{ payer: null, nonce: null, network: null, asset: null, tx: null, payTo: null },
  ...{ amountAtomic: null, validBefore: null, recordId: null, requestId: null, route: null },
}
const track = (n: number, more: Partial<Track> = {}): Track => ({
  ...{ id: n.toString(16).padStart(16, '0'), ref: { ...nothing, requestId: `req_${n}` } },
  ...{ state: 'polling', firmness: 'provisional', enteredAt: at, submittedAt: null, resolvedAt: null },
  ...{ pollAttempts: 0, nextPollAt: null, lastError: null, history: [], source: null },
  ...more,
})

const word = fc.constantFrom('idle', 'polling', 'confirmed_late')
const time = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
const text = fc.oneof(fc.constant(null), fc.string({ maxLength: 80 }))
const move = fc.record({ at: time, from: word, to: word, because: fc.string({ maxLength: 80 }) })
const anyTrack: fc.Arbitrary<Track> = fc.record({
  id: fc.stringMatching(/^[0-9a-f]{16}$/),
  ref: fc.record({
    nonce: fc.constantFrom(null, `0x${'0a'.repeat(32)}`, '115792089237316195423570985008687907853'),
    ...{ payer: text, network: text, asset: text, tx: text, payTo: text },
    amountAtomic: fc.oneof(fc.constant(null), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })),
    validBefore: fc.oneof(fc.constant(null), fc.nat()),
    ...{ recordId: text, requestId: text, route: text },
  }),
  ...{ state: word, firmness: word, enteredAt: time, submittedAt: fc.oneof(fc.constant(null), time) },
  resolvedAt: fc.oneof(fc.constant(null), time),
  pollAttempts: fc.nat(),
  ...{ nextPollAt: fc.oneof(fc.constant(null), time), lastError: text },
  history: fc.array(move, { maxLength: 5 }),
  source: text,
})

describe('tracks.json', () => {
  test('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(anyTrack, { maxLength: 5 }), (tracks) => {
        expect(parseTracks(tracksText(tracks))).toEqual(tracks)
      }),
      { numRuns: 200 },
    )
  })

  test('is refused when anything in it is altered beyond recognition', () => {
    const good = JSON.parse(
      tracksText([track(1, { history: [{ at, from: 'idle', to: 'pending', because: '' }] })]),
    )
    const broken: readonly ((file: typeof good) => void)[] = [
      (file) => delete file.schema,
      (file) => (file.tracks = {}),
      (file) => (file.tracks[0] = null),
      (file) => (file.tracks[0].id = '0xabc'),
      (file) => (file.tracks[0].state = 'SAFE TO RETRY'),
      (file) => (file.tracks[0].ref = []),
      (file) => (file.tracks[0].ref.amountAtomic = 10_000),
      (file) => (file.tracks[0].ref.validBefore = -1),
      (file) => (file.tracks[0].ref.nonce = 'zz'),
      (file) => (file.tracks[0].ref.nonce = `0x${'AB'.repeat(32)}`),
      (file) => (file.tracks[0].ref.payer = 'x'.repeat(5000)),
      (file) => (file.tracks[0].enteredAt = 'yesterday'),
      (file) => (file.tracks[0].resolvedAt = '1'),
      (file) => (file.tracks[0].pollAttempts = 1.5),
      (file) => (file.tracks[0].history[0].to = 7),
      (file) => (file.tracks[0].history = Array(101).fill(file.tracks[0].history[0])),
    ]
    for (const spoil of broken) {
      const file = structuredClone(good)
      spoil(file)
      expect(() => parseTracks(JSON.stringify(file)), String(spoil)).toThrow(SyntaxError)
    }
  })

  test('cut at any byte it is refused, never half believed', () => {
    const whole = tracksText([track(1), track(2)])
    for (let end = 0; end < whole.length - 3; end += 1) {
      expect(() => parseTracks(whole.slice(0, end))).toThrow(SyntaxError)
    }
  })
})

describe('what is remembered', () => {
  test('a payment that has not ended is never dropped, the newest of the others are kept', () => {
    const ended = [1, 2, 3, 4].map((n) =>
      track(n, { resolvedAt: at, enteredAt: `2026-11-21T07:4${n}:00.000Z`, state: 'confirmed' }),
    )
    const open = [5, 6, 7].map((n) => track(n, { enteredAt: '2020-01-01T00:00:00.000Z' }))
    const ids = (tracks: readonly Track[]) => tracks.map((item) => Number.parseInt(item.id, 16))
    expect(ids(boundTracks([...ended, ...open], 5))).toEqual([3, 4, 5, 6, 7])
    expect(ids(boundTracks([...ended, ...open], 1))).toEqual([5, 6, 7])
  })

  test('of one id, the last', () => {
    expect(boundTracks([track(1), track(1, { state: 'confirmed' })])).toEqual([
      track(1, { state: 'confirmed' }),
    ])
  })

  test('a history keeps its first move and the newest', () => {
    const moves = Array.from({ length: 150 }, (_, n) => ({
      at,
      from: 'idle',
      to: 'polling',
      because: `${n}`,
    }))
    const kept = moves.reduce<Track['history']>(withMove, [])
    expect(kept).toHaveLength(100)
    expect([kept[0]?.because, kept[1]?.because, kept.at(-1)?.because]).toEqual(['0', '51', '149'])
  })
})

describe('the id of a track', () => {
  test('is that of the case where the key is known, in any spelling of hex', () => {
    const key = { network: 'eip155:8453', asset: '0xAB', payer: '0xCD', nonce: '0xEF' }
    const id = trackId({ ...nothing, ...key })
    expect(id).toMatch(/^[0-9a-f]{16}$/)
    expect(trackId({ ...nothing, ...key, payer: '0xcd', tx: '0x1', recordId: 'r' })).toBe(id)
  })

  test('tells a transaction, a record and a request of one name apart, and is null for nothing', () => {
    const ids = [{ tx: 'a' }, { recordId: 'a' }, { requestId: 'a' }].map((ref) =>
      trackId({ ...nothing, ...ref }),
    )
    expect(new Set(ids).size).toBe(3)
    expect(trackId(nothing)).toBeNull()
  })
})
