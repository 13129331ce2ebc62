import { describe, expect, test } from 'vitest'
import { createTeller } from '../../src/commands/settlement/watch-teller.ts'
import type { Clock } from '../../src/core/ports.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { type Advice, nothingKnown } from '../../src/payments/settlement/advice.ts'
import { madeRecord } from '../../src/settlement/made-record.ts'
import { unknownPayment } from '../../src/settlement/reference.ts'
import type { ChainHeads, OnePayment } from '../../src/settlement/shapes.ts'
import { type Subject, subjectOfTrack, subjectsOf } from '../../src/settlement/subjects.ts'
import { lookAgain } from '../../src/settlement/watch-again.ts'
import { batchesOf, lookAtSubjects } from '../../src/settlement/watch-look.ts'
import { changeLines } from '../../src/settlement/watch-screen.ts'
import { caseWith } from '../payments/settlement/case-with.ts'

const at = '2026-11-21T07:40:02.000Z'
const nowMs = Date.parse(at)
const hex = (n: number) => `0x${n.toString(16).padStart(64, '0')}`

function recordOf(n: number, more: Partial<PaymentRecord> = {}): PaymentRecord {
  const network = 'eip155:8453'
  const made = madeRecord({ ...unknownPayment, network, asset: '0xa0', payer: '0xb0', nonce: hex(n) }, n)
  return { ...made, receivedAt: nowMs - 60_000, validBefore: nowMs / 1000 + 300, ...more }
}
const subjects = (records: readonly PaymentRecord[]) => subjectsOf(records, [], { at, source: null })
const books = { names: ['pay.jsonl'], failed: null }
const heads: ChainHeads = {
  ...{ network: 'eip155:8453', asset: '0xa0', endpoints: ['node a'], silent: [], latest: null, safe: null },
  ...{ finalized: null, disputed: 0, forked: false, holes: 0 },
}

describe('what is followed', () => {
  test('is each payment once, with all rows that tell of it', () => {
    const rows = [recordOf(1, { requestId: 'req_1' }), recordOf(1, { recordId: 'rec_1' }), recordOf(2)]
    const [one, two, ...others] = subjects(rows)
    expect(others).toEqual([])
    expect(one?.records).toHaveLength(2)
    expect(one?.track.ref).toMatchObject({ requestId: 'req_1', recordId: 'rec_1', nonce: hex(1) })
    expect(two?.records).toEqual([rows[2]])
  })

  test('goes on with the rows of the books, or with one made from what was kept', () => {
    const { track } = subjects([recordOf(1, { requestId: 'req_1' })])[0] as Subject
    const other = recordOf(1, { state: 'settled' })
    expect(subjectOfTrack(track, [recordOf(2), other], 1).records).toEqual([other])
    const [made] = subjectOfTrack(track, [recordOf(2)], 7).records
    expect(made).toMatchObject({ nonce: hex(1), state: null, source: { file: '(given)', line: 7 } })
  })
})

test('what is kept without its method is not read as an authorization of EIP-3009', () => {
  const [{ track }] = subjects([recordOf(1, { transfer: 'permit2' })]) as [Subject]
  const kept = (ref: object) => subjectOfTrack({ ...track, ref: { ...track.ref, ...ref } }, [], 1).records[0]
  expect(kept({})?.transfer).toBe('permit2')
  expect(kept({ transfer: undefined })?.transfer).toBeNull()
  expect(kept({ transfer: 'no such word' })?.transfer).toBeNull()
})

test('a later end in the books is the end until which it is watched', () => {
  const [{ track }] = subjects([recordOf(1)]) as [Subject]
  const later = recordOf(1, { validBefore: (track.ref.validBefore ?? 0) + 9000 })
  expect(subjectOfTrack(track, [later], 1).track.ref.validBefore).toBe(later.validBefore)
  expect(subjectOfTrack(track, [], 1).track.ref.validBefore).toBe(track.ref.validBefore)
})

describe('before something is delivered', () => {
  const [one, two] = subjects([recordOf(1, { requestId: 'req_1' }), recordOf(2)]) as [Subject, Subject]
  const saying = (action: Advice['action'], { track }: Subject) =>
    [track.id, { look: { seen: false, why: '' }, advice: { ...nothingKnown, action } }] as const
  const looks = new Map([saying('deliver', one), saying('wait', two)])
  const asked: [readonly Subject[], readonly PaymentRecord[]][] = []
  const ask = async (...question: [readonly Subject[], readonly PaymentRecord[]]) => {
    asked.push(question)
    return new Map([saying('unknown', one)])
  }

  test('the books are read again, and what tells of the payment by now counts', async () => {
    const rows = [recordOf(1, { requestId: 'req_1', responseStatus: 200 }), recordOf(1), recordOf(3)].map(
      (row, line) => ({ ...row, source: { file: `${line}`, line }, lines: [{ file: `${line}`, line }] }),
    )
    const again = await lookAgain(looks, [one, two], async () => ({ ...books, records: rows }), ask)
    expect([...again.keys()]).toEqual([one.track.id])
    expect(asked[0]?.[0].map(({ records }) => records)).toEqual([rows.slice(0, 2)])
    expect(asked[0]?.[1]).toContainEqual(rows[2])
  })

  test('books that cannot be read again, or only once, are not made up', async () => {
    const failing = () => Promise.reject(new Error('gone'))
    const [look] = (await lookAgain(looks, [one, two], failing, ask)).values()
    expect(look?.look).toEqual({ seen: false, why: 'the books could not be read again: gone' })
    expect(await lookAgain(looks, [one, two], null, ask)).toEqual(new Map())
  })
})

test('another record that has the payment already is not overlooked', async () => {
  const [one] = subjects([recordOf(1, { requestId: 'req_1' })]) as [Subject]
  const other = { ...recordOf(1), source: { file: 'b', line: 1 }, lines: [{ file: 'b', line: 1 }] }
  const onePayment: OnePayment = async ({ records }) => ({
    cases: records.map(({ lines, nonce }) =>
      caseWith({
        ...{ lines, nonce },
        facts: { effect: 'one', nonce: 'used', isFirstClaim: lines === other.lines },
      }),
    ),
    chains: [heads],
  })
  const ports = { onePayment, nowMs, fallback: 0, near: [other] }
  const looks = await lookAtSubjects([one], ports, new AbortController().signal)
  expect(looks.get(one.track.id)?.advice).toMatchObject({
    ...{ action: 'unknown', reasons: ['NOT_THE_FIRST_CLAIM'] },
  })
})

test('the advice of a look that was not believed is not given', () => {
  const teller = createTeller({ clock: { now: () => new Date(nowMs) } as Clock, emit: () => {} })
  const [{ track }] = subjects([recordOf(1)]) as [Subject]
  teller.advise(track.id, { ...nothingKnown, action: 'reject', retry: 'SAFE_TO_RETRY' })
  const contradiction = { from: 'confirmed', to: 'expired_unused' }
  teller.change({ track, moves: [], firmer: false, contradiction })
  expect(teller.rows()).toMatchObject([{ advice: { action: 'unknown', retry: 'UNKNOWN' } }])
  expect(teller.advice.get(track.id)?.retry).toBe('UNKNOWN')
})

test('what was delivered, and what nobody can decide, is said in words', () => {
  const [{ track }] = subjects([recordOf(1)]) as [Subject]
  const moves = [{ at, from: 'polling', to: 'confirmed', because: 'MONEY_MOVED' }]
  const lines = (advice: Partial<Advice>) =>
    changeLines(
      { track, moves, firmer: false, contradiction: null },
      { ...nothingKnown, retry: 'DO_NOT_RETRY', ...advice },
      new Date(nowMs),
    ).slice(2)
  expect(lines({ action: 'deliver', reasons: ['ALREADY_DELIVERED'] })).toEqual([
    '  delivered already, DO_NOT_RETRY',
  ])
  expect(lines({ action: 'deliver', reasons: [] })).toEqual(['  deliver, DO_NOT_RETRY'])
  expect(lines({ action: 'unknown', reasons: ['REFUNDED'] })).toEqual([
    '  unknown, DO_NOT_RETRY',
    '  it was paid back, on chain or as the books say',
  ])
})

describe('looking at many', () => {
  test('300 payments of one hour are two questions', async () => {
    const many = subjects(Array.from({ length: 300 }, (_, n) => recordOf(n + 1)))
    const questions: number[] = []
    const onePayment: OnePayment = async ({ records }) => {
      questions.push(records.length)
      const cases = records.map(({ lines, nonce }) =>
        caseWith({ lines, nonce, facts: { nonce: 'unused', effect: 'none', covered: true } }),
      )
      return { cases, chains: [heads] }
    }
    const looks = await lookAtSubjects(many, { onePayment, nowMs, fallback: 0 }, new AbortController().signal)
    expect(questions.sort()).toEqual([100, 200])
    expect([...looks.values()].every(({ look }) => look.seen && look.reading.state === 'not_found')).toBe(
      true,
    )
  })

  test('an old payment does not widen the window of a new one, nor does another network', () => {
    const old = recordOf(1, { receivedAt: nowMs - 86_400_000 * 5, validBefore: nowMs / 1000 - 86_400 * 5 })
    const elsewhere = recordOf(3, { network: 'eip155:1' })
    const batches = batchesOf(subjects([old, recordOf(2), elsewhere]), nowMs / 1000, 0)
    expect(batches.map((batch) => batch.subjects.length)).toEqual([1, 1, 1])
    expect(batches.map(({ since, until }) => until - since < 7200)).toEqual([true, true, true])
  })

  test.each([
    [
      'no endpoint was believed',
      [{ ...heads, endpoints: [], silent: [{ label: 'node a', why: 'refused' }] }],
      'node a: refused',
    ],
    ['there is none', [], 'no endpoint is configured for its network'],
    ['the reconciler knows nothing of it', [heads], 'the reconciler has no case for it'],
  ])('when %s nothing was seen', async (_what, chains, why) => {
    const onePayment: OnePayment = async () => ({ cases: [], chains })
    const asked = subjects([recordOf(1)])
    const looks = await lookAtSubjects(
      asked,
      { onePayment, nowMs, fallback: 0 },
      new AbortController().signal,
    )
    expect([...looks.values()]).toEqual([{ look: { seen: false, why }, advice: null }])
  })
})
