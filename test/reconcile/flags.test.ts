import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NodeScan } from '../../src/payments/chain-view.ts'
import { pairPayments } from '../../src/payments/pairing.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { flags } from '../../src/reconcile/checks/flags.ts'
import { judgeCase } from '../../src/reconcile/judge-case.ts'
import { orderPairs } from '../../src/reconcile/order-words.ts'
import type { ReconcileSeen } from '../../src/reconcile/seen.ts'
import {
  alice,
  bob,
  genesis,
  hash,
  payment,
  policy,
  record,
  scan,
  shop,
  transfer,
  used,
  view,
} from '../payments/world.ts'
import { expected, onLine } from './judging.ts'

type Story = {
  readonly records: readonly PaymentRecord[]
  readonly chain: NodeScan
  readonly order?: 'async'
}

function casesOf({ records, chain, order }: Story) {
  const settleOrders = { all: order ?? null, routes: [] }
  return pairPayments({ records, views: [view(chain)], policy: { ...policy, settleOrders } }).cases
}

function found(story: Story) {
  const seen: ReconcileSeen = {
    at: new Date(genesis * 1000).toISOString(),
    since: policy.since,
    until: policy.until,
    booksRead: true,
    sources: [],
    folded: story.records.length,
    notChargeable: 0,
    chains: [],
    cases: casesOf(story),
  }
  return flags.judge(seen, expected).map(({ code, args }) => ({ code, args }))
}

/** One purchase each ten seconds, all paid; `fails` says which of them got an error. */
function poller(count: number, fails: (n: number) => boolean) {
  const places = Array.from({ length: count }, (_, n) => ({ tx: hash(0x7100 + n), block: 100 + 5 * n }))
  const records = places.map(({ tx, block }, n) =>
    record({
      ...onLine(n + 1),
      requestId: `r${n}`,
      nonce: hash(100 + n),
      tx,
      receivedAt: (genesis + 2 * block - 2) * 1000,
      respondedAt: (genesis + 2 * block) * 1000,
      validBefore: genesis + 2 * block + 60,
      ...(fails(n) ? { state: 'failed', responseStatus: 402 } : {}),
    }),
  )
  const chain = scan({
    authorizations: places.map((place, n) => used(alice, hash(100 + n), place)),
    transfers: places.map((place) => transfer(alice, shop, 10_000n, place)),
  })
  return { records, chain }
}

describe('a repetition', () => {
  test('a buyer who polls every ten seconds is left alone', () => {
    expect(found(poller(30, () => false))).toEqual([])
  })

  test('the payment after one that was not delivered is worth a look', () => {
    const story = poller(4, (n) => n === 1)
    const codes = found(story)
    expect(codes).toHaveLength(1)
    expect(codes[0]).toMatchObject({ code: 'RECONCILE_POSSIBLE_DUPLICATE', args: { record: 'r2' } })
    const earlier = casesOf(story).find(({ requestIds }) => requestIds.includes('r1'))
    expect(codes[0]?.args.earlier).toBe(earlier?.caseId)
  })

  test('it never changes a class, and never becomes a duplicate charge', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.boolean(), { maxLength: 12 }),
        (count, wrong) => {
          const judged = casesOf(poller(count, (n) => wrong[n] === true)).map(
            (item) => [item.responseStatus, judgeCase(item, expected)?.outcome] as const,
          )
          expect(
            judged.every(
              ([status, outcome]) => outcome === (status === 200 ? 'MATCHED' : 'ORPHANED_PAYMENT'),
            ),
          ).toBe(true)
        },
      ),
    )
  })
})

describe('a missing settlement header', () => {
  const bare = (part: Partial<PaymentRecord> = {}) => record({ paymentResponsePresent: false, ...part })
  const paid = scan(payment(alice, hash(1)))

  test('of a paid answer is FAIL, told once for a route', () => {
    expect(found({ records: [bare()], chain: paid })).toMatchObject([
      {
        code: 'RECONCILE_PAYMENT_RESPONSE_MISSING',
        args: { route: 'GET /quote', count: 1, records: ['req-1'] },
      },
    ])
  })

  test('is as it should be where the route settles after its answer', () => {
    expect(found({ records: [bare()], chain: paid, order: 'async' })).toEqual([])
  })

  test('of an answer that nobody paid for is no payment without a header', () => {
    const chain = scan({ nonces: { [`${alice}/${hash(1)}`]: false } })
    expect(found({ records: [bare()], chain })).toEqual([])
  })

  test('that was not logged is not missing', () => {
    expect(found({ records: [record({ paymentResponsePresent: null })], chain: paid })).toEqual([])
  })
})

describe('books that agree on the money only', () => {
  test.each([
    ['payer', { payer: bob }],
    ['transaction', { tx: hash(0xdead) }],
  ])('another %s', (what, part) => {
    const chain = scan(payment(alice, hash(1)))
    expect(found({ records: [record(part)], chain })).toMatchObject([
      { code: 'RECONCILE_RECORDS_DIFFER', args: { what, count: 1, records: ['req-1'] } },
    ])
  })

  test('where the class alarms already, nothing more is said', () => {
    const chain = scan(payment(alice, hash(1)))
    expect(found({ records: [record({ tx: hash(0xdead), responseStatus: 500 })], chain })).toEqual([])
  })
})

describe('work for a payment that nobody had verified', () => {
  const times = (verifiedAt: number | null, workStartedAt: number | null) => ({ verifiedAt, workStartedAt })
  const codes = (...parts: readonly Partial<PaymentRecord>[]) => {
    const records = parts.map((part, n) =>
      record({ ...onLine(n + 1), requestId: `r${n}`, nonce: hash(n + 1), tx: hash(0x7001 + n), ...part }),
    )
    const places = parts.map((_part, n) => ({ tx: hash(0x7001 + n), block: 101 + n }))
    const chain = scan({
      authorizations: places.map((place, n) => used(alice, hash(n + 1), place)),
      transfers: places.map((place) => transfer(alice, shop, 10_000n, place)),
    })
    return found({ records, chain })
  }

  test('is told once for a route, with what the records show', () => {
    expect(codes(times(200, 100), times(300, 100), times(100, 100))).toEqual([
      {
        code: 'RECONCILE_UNVERIFIED_WORK',
        args: { route: 'GET /quote', count: 2, records: expect.arrayContaining(['r0', 'r1']), refused: 0 },
      },
    ])
  })

  test('as well where the verification refused and the work began all the same', () => {
    expect(codes({ ...times(100, 200), verify: 'invalid' })).toMatchObject([
      { args: { count: 1, refused: 1 } },
    ])
  })

  test.each([
    ['verified first', times(100, 200)],
    ['verified in the same millisecond', times(100, 100)],
    ['no time of the verification', times(null, 200)],
    ['no time of the work', times(100, null)],
    ['refused, and no work', { ...times(100, null), verify: 'invalid' as const }],
  ])('is not claimed: %s', (_name, part) => {
    expect(codes(part)).toEqual([])
  })
})

describe('the order in which routes settle is printed', () => {
  const timed = { settledAt: 1, workStartedAt: 2, workEndedAt: 3 }

  test('by order and reason, with the routes', () => {
    const records = ['/a', '/b', '/c', '/d', '/e'].map((route, n) =>
      record({ ...onLine(n + 1), requestId: `r${n}`, nonce: hash(n + 1), route, ...(n === 0 ? timed : {}) }),
    )
    expect(orderPairs(casesOf({ records, chain: scan() }))).toEqual([
      [
        'settles',
        'after the work (assumed: neither configured nor visible in the records): /b, /c, /d and 1 more',
      ],
      ['', 'before the work (seen in the records): /a'],
    ])
  })

  test('a configured order that the records contradict says so', () => {
    expect(orderPairs(casesOf({ records: [record(timed)], chain: scan(), order: 'async' }))).toEqual([
      ['settles', 'after the answer (configured; the records show before the work): GET /quote'],
    ])
  })

  test('money without a record has none', () => {
    expect(orderPairs(casesOf({ records: [], chain: scan(payment(alice, hash(1))) }))).toEqual([])
  })
})

describe('candidates: possible, not proof', () => {
  const lost = record({ state: 'failed', responseStatus: 402, nonce: null, tx: null })

  test('money without a record and a record without a key point at each other', () => {
    const [one, two] = casesOf({ records: [lost], chain: scan(payment(alice, hash(1))) })
    expect([one?.candidates, two?.candidates].flat().sort()).toEqual([`${hash(0x7001)}#1`, 'req-1'])
  })

  test('a failed record whose own nonce was never used is a candidate for the money of its payer', () => {
    const failed = record({ state: 'failed', responseStatus: 402, tx: null, nonce: hash(7) })
    const chain = scan({ ...payment(alice, hash(1)), nonces: { [`${alice}/${hash(7)}`]: false } })
    const receipt = casesOf({ records: [failed], chain }).find(({ facts }) => facts.books === 'absent')
    expect(receipt?.candidates).toEqual(['req-1'])
  })

  test.each([
    ['another payer', { payer: bob }],
    ['another amount', { amountAtomic: 1n }],
    ['expired before the block', { validBefore: genesis + 10 }],
    ['received after the block', { receivedAt: (genesis + 900) * 1000 }],
  ])('%s is none', (_name, part) => {
    const cases = casesOf({ records: [{ ...lost, ...part }], chain: scan(payment(alice, hash(1))) })
    expect(cases.flatMap(({ candidates }) => [...candidates])).toEqual([])
  })
})
