import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Block } from '../../src/core/report.ts'
import type { StateReading } from '../../src/payments/settlement/from-case.ts'
import { settlementStates } from '../../src/payments/settlement/states.ts'
import { isLegalMove } from '../../src/payments/settlement/transitions.ts'
import type { Track, TrackRef } from '../../src/runs/tracks.ts'
import { listPayments, listTable } from '../../src/settlement/listed.ts'
import { afterLook, hasEnded, standingOf, startTrack, type TrackLook } from '../../src/settlement/track.ts'

const at = '2026-11-21T07:40:02.000Z'
const ref: TrackRef = {
  ...{ payer: '0xb0', nonce: '0x01', network: 'eip155:8453', asset: '0xa0', tx: null, payTo: null },
  ...{ amountAtomic: 10_000n, validBefore: 1_763_710_000, recordId: null, requestId: 'req_1', route: null },
}
const begun = startTrack(ref, { at, submittedAt: at, source: null }) as Track
const saw = (
  state: StateReading['state'],
  firmness: StateReading['firmness'] = 'provisional',
  found: Partial<TrackRef> = {},
): TrackLook => ({ seen: true, reading: { state, firmness, reasons: ['NOTHING_FOUND'] }, found })
const played = (looks: readonly TrackLook[]) =>
  looks.reduce((track, look) => afterLook(track, look, at).track, begun)
const stations = ({ history }: Track) => history.map(({ to }) => to)

const anyLook: fc.Arbitrary<TrackLook> = fc.oneof(
  fc.record({ seen: fc.constant(false as const), why: fc.string() }),
  fc
    .record({
      state: fc.constantFrom(...settlementStates),
      firmness: fc.constantFrom('provisional' as const, 'counted' as const, 'finalized' as const),
    })
    .map(({ state, firmness }) => saw(state, firmness)),
)

describe('a payment that is followed', () => {
  test('makes only legal moves, one from where the other led, whatever the looks say', () => {
    fc.assert(
      fc.property(fc.array(anyLook, { maxLength: 30 }), (looks) => {
        let track = begun
        for (const look of looks) {
          const { track: next, moves, contradiction } = afterLook(track, look, at)
          const path = [track.state, ...moves.map(({ to }) => to)]
          for (const [index, move] of moves.entries()) {
            expect(move.from).toBe(path[index])
            const [from, to] = [move.from, move.to] as [never, never]
            expect(isLegalMove(from, to), `${move.from} > ${move.to}`).toBe(true)
          }
          expect(next.state).toBe(path.at(-1))
          expect(next.resolvedAt !== null).toBe(hasEnded(next) && (contradiction === null || hasEnded(track)))
          if (contradiction !== null) {
            expect(moves).toEqual([])
            expect(next.lastError).toContain('cannot both be true')
          }
          if (!look.seen) expect(standingOf(next)).toEqual(standingOf(track))
          // Nobody stays in a state that says "nobody looked".
          expect(['unresolved', 'reversed']).not.toContain(next.state)
          track = next
        }
        expect(track.pollAttempts).toBe(looks.length)
      }),
      { numRuns: 400 },
    )
  })

  test('that timed out and was mined late', () => {
    const track = played([
      saw('unresolved'),
      saw('not_found'),
      saw('confirmed_late', 'counted', { tx: '0xee' }),
    ])
    expect(stations(track)).toEqual(['pending', 'unresolved', 'polling', 'not_found', 'confirmed_late'])
    expect([track.resolvedAt, track.nextPollAt, track.ref.tx]).toEqual([at, null, '0xee'])
  })

  test('goes back to being looked for when a reorganisation takes it away', () => {
    const track = played([saw('confirmed'), saw('not_found')])
    expect(stations(track)).toEqual(['pending', 'confirmed', 'reversed', 'polling', 'not_found'])
    expect(track.resolvedAt).toBeNull()
    expect(stations(played([saw('confirmed'), saw('reversed')])).slice(-2)).toEqual(['reversed', 'polling'])
  })

  test('ends by proof only: a block that may still go is no end', () => {
    expect(played([saw('confirmed')]).resolvedAt).toBeNull()
    const { track, firmer, moves } = afterLook(played([saw('confirmed')]), saw('confirmed', 'counted'), at)
    expect([track.resolvedAt, firmer, moves]).toEqual([at, true, []])
    expect(played([saw('expired_unused', 'finalized')]).resolvedAt).toBe(at)
  })

  test('of which a look says what cannot be after a proof is left as it is, loudly', () => {
    const dead = played([saw('expired_unused', 'finalized')])
    const { track, contradiction } = afterLook(dead, saw('confirmed', 'finalized'), at)
    expect(contradiction).toEqual({ from: 'expired_unused', to: 'confirmed' })
    expect([track.state, track.lastError]).toEqual([
      'expired_unused',
      'a look says confirmed after expired_unused: that cannot both be true',
    ])
  })

  test('whose state is a word of nobody is looked for', () => {
    const { track } = afterLook({ ...begun, state: 'settled_for_sure' }, saw('confirmed', 'counted'), at)
    expect(track.state).toBe('confirmed')
  })

  test('keeps the names by which it is found again whole, and marks a text of which it keeps a part', () => {
    const requestId = `req_${'r'.repeat(500)}`
    const route = `/v1/${'p'.repeat(500)}`
    const track = startTrack({ ...ref, requestId, route }, { at, submittedAt: at, source: 's'.repeat(500) })
    expect(track?.ref.requestId).toBe(requestId)
    expect(track?.ref.route).toBe(`/v1/${'p'.repeat(393)}...`)
    expect(track?.source).toBe(`${'s'.repeat(397)}...`)
    const blind = afterLook(begun, { seen: false, why: 'w'.repeat(500) }, at).track
    expect(blind.lastError).toBe(`${'w'.repeat(397)}...`)
    // Longer than the file of tracks takes: then it is no name, for half of it would be another one.
    const longer = startTrack({ ...ref, requestId: 'r'.repeat(4097) }, { at, submittedAt: at, source: null })
    expect(longer?.ref.requestId).toBeNull()
  })

  test('has its name cut with a mark in the list', () => {
    const long = { ...ref, requestId: 'req_0123456789_0123456789_0123456789' }
    const listed = listPayments([startTrack(long, { at, submittedAt: at, source: null }) as Track], [])
    const { rows } = listTable(listed, []) as Extract<Block, { kind: 'table' }>
    expect(rows[0]?.[2]).toBe('req_0123456789_0123456789...')
  })

  test('is nothing when the reference names nothing', () => {
    const none = Object.fromEntries(Object.keys(ref).map((key) => [key, null])) as unknown as TrackRef
    expect(startTrack(none, { at, submittedAt: null, source: null })).toBeNull()
  })
})
