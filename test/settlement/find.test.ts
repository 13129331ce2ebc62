import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PaymentRecord } from '../../src/payments/record.ts'
import {
  type Candidate,
  type FindQuestion,
  joinCandidates,
  judgeCandidates,
} from '../../src/settlement/find.ts'
import { mergeFound } from '../../src/settlement/find-chain.ts'
import { madeRecord } from '../../src/settlement/made-record.ts'
import { unknownPayment } from '../../src/settlement/reference.ts'

const [network, asset, ours] = ['eip155:8453', '0xa0', '0xc0']
const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  ...{ network, asset, payer: '0xb0', nonce: '0x01', tx: '0xe1', payTo: ours, amountAtomic: 10_000n },
  ...{ time: 1000, timeFrom: 'block', route: null, recordIds: [], requestIds: [], books: null },
  ...{ kind: 'signed', sources: ['node a'], ...more },
})
const record = (more: Partial<PaymentRecord> = {}): PaymentRecord => ({
  ...madeRecord({ ...unknownPayment, network, asset, payer: '0xb0', nonce: '0x01' }, 1),
  ...{ requestId: 'req_1', receivedAt: 1_000_000, state: 'failed', route: 'GET /v1/quote', ...more },
})
const question = (more: Partial<FindQuestion> = {}): FindQuestion => ({
  ...{ payer: '0xb0', amount: null, route: null, since: 0, until: 2000, ...more },
})
const judge = (candidates: readonly Candidate[], asked: FindQuestion) =>
  judgeCandidates(candidates, asked, [ours])

describe('candidates', () => {
  test('of books and chain are one where authorization or transaction say so', () => {
    const [one, ...others] = joinCandidates([record()], [candidate()])
    expect(others).toEqual([])
    expect(one).toMatchObject({
      kind: 'signed',
      books: 'failed',
      requestIds: ['req_1'],
      route: 'GET /v1/quote',
    })
    const byTx = { payer: '0xb0', nonce: null, tx: '0xe1', amountAtomic: 10_000n }
    expect(joinCandidates([record(byTx)], [candidate({ nonce: null })])).toHaveLength(1)
  })

  test('of one transaction stay apart: it may hold several payments', () => {
    const two = [candidate(), candidate({ payer: '0xb1', nonce: '0x02' })]
    expect(joinCandidates([record({ payer: '0xb9', nonce: null, tx: '0xe1' })], two)).toHaveLength(3)
  })

  test('that several endpoints show are one, with the names of all', () => {
    const shown = (label: string, time: number | null) => ({
      candidates: [candidate({ sources: [label], time })],
      gaps: [],
    })
    expect(mergeFound([shown('node a', null), shown('node b', 7)])).toEqual([
      candidate({ sources: ['node a', 'node b'], time: 7 }),
    ])
  })

  test('say what fits, what differs and what is not known', () => {
    const amount = [{ network, asset, atomic: 9_999n }]
    const [one] = judge([candidate({ payTo: '0xdd' })], question({ amount, route: '/v1/quote' }))
    expect(one).toMatchObject({ fits: ['payer'], differs: ['amount', 'recipient'], unknown: ['route'] })
    const [two] = judge(joinCandidates([record()], []), question({ route: '/v1/quote' }))
    expect(two?.fits).toEqual(['payer', 'route'])
  })

  test.each([
    ['another payer', candidate({ payer: '0xb1' }), question()],
    ['another time', candidate({ time: 2001 }), question()],
    ['another amount, when only that is known', candidate(), question({ payer: null, amount: [] })],
    ['no time and no payer', candidate({ time: null, payer: null }), question()],
  ])('are not those with %s', (_what, one, asked) => {
    expect(judge([one], asked)).toEqual([])
  })

  test('come in the order of time, whatever order they were found in', () => {
    const many = [3, 1, 2].map((time) => candidate({ time, tx: `0xe${time}`, nonce: `0x0${time}` }))
    fc.assert(
      fc.property(fc.shuffledSubarray(many, { minLength: 3 }), (found) => {
        expect(judge(found, question()).map((one) => one.candidate.time)).toEqual([1, 2, 3])
      }),
      { numRuns: 6 },
    )
  })
})
