import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sourcesIn } from '../../src/evidence/pieces.ts'
import { timelineOf } from '../../src/evidence/timeline.ts'
import { genesis, hash, orphanOf, reconcileRun } from './world.ts'

const run = reconcileRun(4000)
const orphan = orphanOf(run)
const sources = sourcesIn([run])
const none = { seen: null, record: null }
const at = (seconds: number) => new Date((genesis + seconds) * 1000).toISOString()

describe('the timeline of a payment', () => {
  test('what records and chain tell, in time, and why the rest is not known', () => {
    expect(timelineOf(orphan, sources(orphan))).toEqual({
      caseId: orphan.caseId,
      code: 'ORPHANED_PAYMENT',
      intent: {
        at: at(200),
        what: `paid request received; its authorization is valid until ${at(300)}`,
        source: 'record',
      },
      verify: { at: at(201), what: 'payment verified: valid', source: 'record' },
      settle: { at: at(202), what: `money moved in ${hash(0x7001)}, block 101`, source: 'chain' },
      delivery: { at: at(205), what: 'answered with HTTP 402', source: 'record' },
      refund: null,
      why: { refund: 'none is known' },
      order: ['intent', 'verify', 'settle', 'delivery'],
    })
  })

  test('money that came before its request is told first', () => {
    const early = { ...orphan, facts: { ...orphan.facts, blockTime: genesis } }
    expect(timelineOf(early, none).order).toEqual(['settle', 'intent', 'delivery'])
  })

  test('a block knows whole seconds: within one the order is that of the protocol', () => {
    const [receivedAt, respondedAt] = [(genesis + 200) * 1000 + 300, (genesis + 200) * 1000 + 900]
    const order = (blockTime: number) =>
      timelineOf({ ...orphan, facts: { ...orphan.facts, receivedAt, respondedAt, blockTime } }, none).order
    expect(order(genesis + 200)).toEqual(['intent', 'settle', 'delivery'])
    expect(order(genesis + 199)).toEqual(['settle', 'intent', 'delivery'])
    expect(order(genesis + 201)).toEqual(['intent', 'delivery', 'settle'])
  })

  test('times that only the case has kept, which holds for every row of a long log', () => {
    const seen = { ...sources(orphan).seen!, verifiedAt: (genesis + 201) * 1000 }
    expect(timelineOf(orphan, { seen, record: null }).verify).toEqual({
      ...{ at: at(201), what: 'payment verified', source: 'record' },
    })
    const settled = { ...seen, settledAt: (genesis + 204) * 1000 }
    const unread = { ...orphan, facts: { ...orphan.facts, blockTime: null } }
    expect(timelineOf(unread, { seen: settled, record: null }).settle?.at).toBe(at(204))
  })

  test.each<[string, object, string, string]>([
    ['no record', { books: 'absent', receivedAt: null }, 'intent', 'no record of the request exists'],
    [
      'no time of the block',
      { blockTime: null, effect: 'one', settleReason: null },
      'settle',
      'money moved, and the time of its block was not read',
    ],
    [
      'no transfer',
      { blockTime: null, effect: 'none' },
      'settle',
      `no transfer was seen; the books name ${hash(0x7001)}; the books give as reason: context deadline exceeded`,
    ],
    [
      'a transaction that reverted',
      { blockTime: null, effect: 'none', reverted: true, settleReason: null },
      'settle',
      `the transaction ${hash(0x7001)} reverted, so no money moved`,
    ],
    [
      'an authorization that was taken back',
      { blockTime: null, effect: 'none', nonce: 'cancelled', settleReason: null },
      'settle',
      'no transfer was seen: the payer cancelled the authorization',
    ],
    ['no time of verification', {}, 'verify', 'the record does not say when the payment was verified'],
    [
      'a chain that was not read',
      { blockTime: null, effect: 'unknown', settleReason: null },
      'settle',
      'whether money moved is not known',
    ],
    [
      'no answer',
      { respondedAt: null },
      'delivery',
      'no record says when the request was answered (HTTP 402)',
    ],
    [
      'a refund in the books alone',
      { books: 'refunded' },
      'refund',
      'the books say refunded and name no transaction',
    ],
    [
      'a time that no date can hold',
      { receivedAt: 1e20 },
      'intent',
      'the record does not say when the request came',
    ],
  ])('%s', (_name, facts, station, why) => {
    const timeline = timelineOf({ ...orphan, facts: { ...orphan.facts, ...facts } }, none)
    expect(timeline[station as 'intent']).toBeNull()
    expect(timeline.why[station as 'intent']).toBe(why)
  })

  test('a refund that was found, and one that was not', () => {
    const seen = sources(orphan).seen!
    const found = { ...seen, refund: { tx: hash(5), logIndex: 1, block: 120 } }
    const why = (item: typeof seen) => timelineOf(orphan, { seen: item, record: null }).why.refund
    const timed = { ...found, refund: { ...found.refund, time: genesis + 240 } }
    expect(timelineOf(orphan, { seen: timed, record: null })).toMatchObject({
      refund: { at: at(240), what: `paid back in ${hash(5)}, block 120`, source: 'chain' },
      order: ['intent', 'verify', 'settle', 'delivery', 'refund'],
    })
    expect(why(found)).toBe(`paid back in ${hash(5)}, block 120; the time of that block was not read`)
    expect(why({ ...seen, refundTx: hash(6) })).toBe(
      `the books name ${hash(6)} as refund, which was not seen on chain`,
    )
  })

  test('any case: every station has a time or a reason, and the order is one of times', () => {
    const time = fc.option(fc.oneof(fc.integer(), fc.double(), fc.constant('x')))
    const facts = fc.record({
      receivedAt: time,
      blockTime: time,
      respondedAt: time,
      validBefore: time,
      books: fc.constantFrom('absent', 'failed'),
    })
    fc.assert(
      fc.property(facts, (part) => {
        const timeline = timelineOf({ ...orphan, facts: part }, none)
        for (const station of ['intent', 'verify', 'settle', 'delivery', 'refund'] as const) {
          expect((timeline[station] === null) === (timeline.why[station] !== undefined)).toBe(true)
        }
        const times = timeline.order.map((station) =>
          Math.floor(Date.parse(timeline[station]?.at ?? '') / 1000),
        )
        expect(times).toEqual([...times].sort((a, b) => a - b))
      }),
    )
  })
})
