import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChainView, NodeScan } from '../../src/payments/chain-view.ts'
import { pairPayments } from '../../src/payments/pairing.ts'
import type { PaymentPolicy } from '../../src/payments/policy.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import type { ReconcileExpected } from '../../src/reconcile/expected.ts'
import { judgeCase } from '../../src/reconcile/judge-case.ts'
import { verdictOfOutcome } from '../../src/reconcile/outcome.ts'
import {
  alice,
  bob,
  genesis,
  hash,
  payment,
  pays,
  policy,
  record,
  router,
  scan,
  shop,
  transfer,
  used,
  view,
} from '../payments/world.ts'

const expected: ReconcileExpected = {
  since: { kind: 'time', seconds: policy.since },
  until: { kind: 'time', seconds: policy.until },
  pays: [pays],
  finality: 'safe',
  settleMode: 'sync',
  unreadable: [],
  lateAfterSeconds: 2,
  skewSeconds: 600,
}

type Scenario = {
  readonly name: string
  readonly records?: readonly PaymentRecord[]
  readonly chain?: readonly NodeScan[]
  readonly policy?: Partial<PaymentPolicy>
  /** `CLASS` or `CLASS +flag`, sorted. */
  readonly gives: readonly string[]
}

const unusedKey = `${alice}/${hash(1)}`
const paidOnce = payment(alice, hash(1))
const nonceFalse = { nonces: { [unusedKey]: false } }
const dead = scan(nonceFalse)
const line = (n: number) => ({
  source: { file: 'pay.jsonl', line: n },
  lines: [{ file: 'pay.jsonl', line: n }],
})

const scenarios: readonly Scenario[] = [
  { name: 'books and chain agree', records: [record()], chain: [scan(paidOnce)], gives: ['MATCHED'] },
  {
    name: 'the facilitator timed out, the transaction was mined later (#1062)',
    records: [
      record({ state: 'failed', responseStatus: 402, tx: null, respondedAt: (genesis + 190) * 1000 }),
    ],
    chain: [scan(paidOnce)],
    gives: ['ORPHANED_PAYMENT +facilitator_lied_failure +late +one_source +tx_hash_missing'],
  },
  {
    name: 'settlement_pending left the books open',
    records: [record({ state: 'pending', responseStatus: 402, settleReason: 'settlement_pending' })],
    chain: [scan(paidOnce)],
    gives: ['SETTLED_UNACKNOWLEDGED +facilitator_pending'],
  },
  {
    name: 'paid and booked, the buyer got an error',
    records: [record({ responseStatus: 500 })],
    chain: [scan(paidOnce)],
    gives: ['CHARGED_NOT_DELIVERED'],
  },
  {
    name: 'served and paid, the books say failed',
    records: [record({ state: 'failed' })],
    chain: [scan(paidOnce)],
    gives: ['UNBOOKED_DELIVERY'],
  },
  { name: 'success for nothing, expired', records: [record()], chain: [dead], gives: ['PHANTOM_SETTLEMENT'] },
  {
    name: 'success for nothing, still usable',
    records: [record({ validBefore: genesis + 100_000 })],
    chain: [dead],
    gives: ['OPEN +authorization_still_usable +claimed_settled'],
  },
  {
    name: 'refused and expired: nobody lost anything',
    records: [record({ state: 'failed', responseStatus: 402, tx: null })],
    chain: [dead],
    gives: ['NO_CHARGE'],
  },
  {
    name: 'refused at verify, still usable',
    records: [
      record({ state: 'failed', responseStatus: 402, verify: 'invalid', validBefore: genesis + 100_000 }),
    ],
    chain: [dead],
    gives: ['OPEN +never_submitted'],
  },
  { name: 'paid without a record', chain: [scan(paidOnce)], gives: ['UNRECORDED_RECEIPT'] },
  {
    name: 'an ordinary transfer',
    chain: [scan({ transfers: [transfer(bob, shop, 5n)] })],
    gives: ['UNRELATED_INFLOW'],
  },
  {
    name: "a payer's payment to another merchant is none of our business",
    chain: [scan(payment(alice, hash(9), 10_000n, {}, bob))],
    gives: [],
  },
  {
    name: 'less than required',
    records: [record()],
    chain: [scan(payment(alice, hash(1), 9_999n))],
    gives: ['AMOUNT_SHORT'],
  },
  {
    name: 'more than required',
    records: [record()],
    chain: [scan(payment(alice, hash(1), 10_001n))],
    gives: ['AMOUNT_OVER'],
  },
  {
    name: 'upto settles less than the maximum',
    records: [record({ scheme: 'upto' })],
    chain: [scan(payment(alice, hash(1), 4_000n))],
    gives: ['MATCHED'],
  },
  {
    name: 'the money went elsewhere, as the record says',
    records: [record({ payTo: bob })],
    chain: [scan(payment(alice, hash(1), 10_000n, {}, bob))],
    gives: ['RECIPIENT_MISMATCH +record_agrees'],
  },
  {
    name: 'payTo was rotated: the old address was right at the time',
    records: [record()],
    chain: [scan(paidOnce)],
    policy: {
      pays: [
        {
          ...pays,
          payTo: [
            { address: shop, from: null, until: new Date((genesis + 1000) * 1000).toISOString() },
            { address: bob, from: new Date((genesis + 1000) * 1000).toISOString(), until: null },
          ],
        },
      ],
    },
    gives: ['MATCHED'],
  },
  {
    name: 'two payments for one request: the delivered one stays',
    records: [
      record({ ...line(1), recordId: 'a', state: 'failed', responseStatus: 402 }),
      record({ ...line(2), recordId: 'b', nonce: hash(2), tx: hash(0x7002) }),
    ],
    chain: [
      scan({
        authorizations: [used(alice, hash(1)), used(alice, hash(2), { tx: hash(0x7002), block: 110 })],
        transfers: [
          transfer(alice, shop, 10_000n),
          transfer(alice, shop, 10_000n, { tx: hash(0x7002), block: 110 }),
        ],
      }),
    ],
    gives: ['DUPLICATE_CHARGE', 'MATCHED'],
  },
  {
    name: 'an honest repeat buyer is no duplicate',
    records: [
      record({ ...line(1), requestId: 'r1' }),
      record({ ...line(2), requestId: 'r2', nonce: hash(2), tx: hash(0x7002) }),
    ],
    chain: [
      scan({
        authorizations: [used(alice, hash(1)), used(alice, hash(2), { tx: hash(0x7002), block: 110 })],
        transfers: [
          transfer(alice, shop, 10_000n),
          transfer(alice, shop, 10_000n, { tx: hash(0x7002), block: 110 }),
        ],
      }),
    ],
    gives: ['MATCHED', 'MATCHED'],
  },
  {
    name: 'one proof served by two instances',
    records: [
      record({ ...line(1), requestId: 'r1', instance: 'a' }),
      record({ ...line(2), requestId: 'r2', instance: 'b', receivedAt: (genesis + 201) * 1000 }),
    ],
    chain: [scan(paidOnce)],
    gives: ['DUPLICATE_CLAIM +second_delivery', 'MATCHED'],
  },
  {
    name: 'the second instance refused the proof',
    records: [
      record({ ...line(1), requestId: 'r1', instance: 'a', state: 'failed', responseStatus: 402 }),
      record({ ...line(2), requestId: 'r2', instance: 'b', receivedAt: (genesis + 201) * 1000 }),
    ],
    chain: [scan(paidOnce)],
    gives: ['DUPLICATE_CLAIM', 'MATCHED'],
  },
  {
    name: 'two payments in one transaction, same payer and amount',
    records: [
      record({ ...line(1), requestId: 'r1' }),
      record({ ...line(2), requestId: 'r2', nonce: hash(2) }),
    ],
    chain: [
      scan({
        authorizations: [used(alice, hash(1), { logIndex: 0 }), used(alice, hash(2), { logIndex: 2 })],
        transfers: [
          transfer(alice, shop, 10_000n, { logIndex: 1 }),
          transfer(alice, shop, 10_000n, { logIndex: 3 }),
        ],
      }),
    ],
    gives: ['MATCHED +batched', 'MATCHED +batched'],
  },
  {
    name: 'through a router',
    records: [record()],
    chain: [
      scan({
        authorizations: [used(alice, hash(1))],
        transfers: [
          transfer(alice, router, 10_000n, { logIndex: 1 }),
          transfer(router, shop, 10_000n, { logIndex: 2 }),
        ],
      }),
    ],
    gives: ['MATCHED +via_router'],
  },
  {
    name: 'the payer cancelled after being served',
    records: [record()],
    chain: [scan({ authorizations: [{ ...used(alice, hash(1)), kind: 'cancelled' }] })],
    gives: ['CANCELLED_AFTER_SERVICE'],
  },
  {
    name: 'cancelled and refused',
    records: [record({ state: 'failed', responseStatus: 402 })],
    chain: [scan({ authorizations: [{ ...used(alice, hash(1)), kind: 'cancelled' }] })],
    gives: ['NO_CHARGE'],
  },
  {
    name: 'the claimed transaction reverted',
    records: [record()],
    chain: [scan({ ...nonceFalse, txs: { [hash(0x7001)]: 'reverted' } })],
    gives: ['REVERTED_SETTLEMENT'],
  },
  {
    name: 'the record names another transaction than the one that paid',
    records: [record({ tx: hash(0xdead) })],
    chain: [scan(paidOnce)],
    gives: ['MATCHED +tx_hash_wrong'],
  },
  {
    name: 'seen but not safe yet',
    records: [record({ state: 'failed', responseStatus: 402 })],
    chain: [scan({ ...paidOnce, safe: 100, finalized: 90 })],
    gives: ['PENDING_FINALITY'],
  },
  {
    name: 'refunded, and the refund is there',
    records: [record({ state: 'refunded' })],
    chain: [
      scan({
        ...paidOnce,
        transfers: [...paidOnce.transfers, transfer(shop, alice, 10_000n, { tx: hash(0x7009), block: 200 })],
      }),
    ],
    gives: ['REFUNDED +refund_found'],
  },
  {
    name: 'refunded in the books only',
    records: [record({ state: 'refunded' })],
    chain: [scan(paidOnce)],
    gives: ['REFUND_MISSING'],
  },
  {
    name: 'refunded what never came',
    records: [record({ state: 'refunded', tx: null })],
    chain: [
      scan({ ...nonceFalse, transfers: [transfer(shop, alice, 10_000n, { tx: hash(0x7009), block: 200 })] }),
    ],
    gives: ['REFUND_WITHOUT_PAYMENT'],
  },
  {
    name: 'no nonce and no transaction',
    records: [record({ nonce: null, tx: null })],
    chain: [scan()],
    gives: ['INVALID_RECORD'],
  },
  {
    name: 'no nonce, but the transaction says it all',
    records: [record({ nonce: null })],
    chain: [scan(paidOnce)],
    gives: ['MATCHED'],
  },
  {
    name: 'no nonce, two transfers in the named transaction',
    records: [record({ nonce: null, payer: null })],
    chain: [
      scan({
        authorizations: [used(alice, hash(1), { logIndex: 0 }), used(bob, hash(2), { logIndex: 2 })],
        transfers: [
          transfer(alice, shop, 10_000n, { logIndex: 1 }),
          transfer(bob, shop, 10_000n, { logIndex: 3 }),
        ],
      }),
    ],
    gives: ['AMBIGUOUS'],
  },
  {
    name: 'no nonce, and the named transaction does not exist: proves nothing',
    records: [record({ nonce: null })],
    chain: [scan({ txs: { [hash(0x7001)]: 'absent' } })],
    gives: ['INDETERMINATE'],
  },
  {
    name: 'no validBefore and no log: cannot be proven',
    records: [record({ validBefore: null })],
    chain: [dead],
    gives: ['INDETERMINATE'],
  },
  {
    name: 'nobody told the state of the nonce',
    records: [record()],
    chain: [scan()],
    gives: ['INDETERMINATE'],
  },
  {
    name: 'the nonce is used, but no log was read',
    records: [record()],
    chain: [scan({ nonces: { [unusedKey]: true } })],
    gives: ['INDETERMINATE'],
  },
  { name: 'no endpoint at all', records: [record()], chain: [], gives: ['INDETERMINATE'] },
  {
    name: 'one endpoint hides the transfer',
    records: [record()],
    chain: [scan(paidOnce), scan({ label: 'http://two/***' })],
    gives: ['INDETERMINATE'],
  },
  {
    name: 'one endpoint says unused, the other used',
    records: [record()],
    chain: [dead, scan({ label: 'http://two/***', nonces: { [unusedKey]: true } })],
    gives: ['INDETERMINATE'],
  },
  {
    name: 'the endpoints are on different chains',
    records: [record()],
    chain: [scan(paidOnce), scan({ ...paidOnce, label: 'http://two/***', toHash: hash(0xf00) })],
    gives: ['INDETERMINATE'],
  },
  {
    name: 'two endpoints agree',
    records: [record()],
    chain: [scan(paidOnce), scan({ ...paidOnce, label: 'http://two/***' })],
    gives: ['MATCHED -one_source'],
  },
  {
    name: 'a hole where the payment could be',
    records: [record({ validBefore: genesis + 100_000 })],
    chain: [scan({ ...nonceFalse, holes: [{ from: 90, to: 120, why: 'limit' }] })],
    gives: ['INDETERMINATE'],
  },
  {
    name: 'recorded and paid before the window',
    records: [record()],
    chain: [scan(paidOnce)],
    policy: { since: genesis + 1000 },
    gives: ['OUT_OF_WINDOW'],
  },
  {
    name: 'recorded before the window, paid inside it: the run before could not see it',
    records: [record({ state: 'failed', responseStatus: 402, receivedAt: (genesis - 30) * 1000 })],
    chain: [scan(paidOnce)],
    gives: ['ORPHANED_PAYMENT'],
  },
  {
    name: 'a free call is not judged',
    records: [record({ state: 'not_charged', tx: null })],
    chain: [scan()],
    gives: [],
  },
]

function judge({ records = [], chain = [], policy: part = {} }: Scenario) {
  const views: readonly ChainView[] = chain.length === 0 ? [] : [view(...chain)]
  const { cases } = pairPayments({ records, views, policy: { ...policy, ...part } })
  return cases.flatMap((item) => judgeCase(item, expected) ?? [])
}

describe('one payment, every way it can go wrong', () => {
  test.each(scenarios)('$name', (scenario) => {
    const judged = judge(scenario)
    expect(judged.map(({ outcome }) => outcome).sort()).toEqual(
      scenario.gives.map((text) => text.split(' ')[0]).sort(),
    )
    for (const text of scenario.gives) {
      const [outcome, ...marks] = text.split(' ')
      const found = judged.find((one) => one.outcome === outcome && has(one.item.flags, marks))
      expect(found, `${text}, got ${judged.map((one) => one.item.flags.join(','))}`).toBeDefined()
    }
  })

  const has = (flags: readonly string[], marks: readonly string[]) =>
    marks.every((mark) => flags.includes(mark.slice(1)) === mark.startsWith('+'))

  test('every class but the reorganisation and the foreign token is reached here', () => {
    const reached = new Set(scenarios.flatMap((scenario) => judge(scenario).map(({ outcome }) => outcome)))
    const missing = Object.keys(verdictOfOutcome).filter((outcome) => !reached.has(outcome as never))
    expect(missing.sort()).toEqual(['ASSET_OR_NETWORK_MISMATCH', 'REVERSED_BY_REORG'])
  })
})

describe('the order of the input does not matter', () => {
  const everything = scenarios.filter(
    ({ policy: part, chain }) => part === undefined && (chain ?? []).length > 0,
  )

  test('any permutation of records, logs and nodes gives the same cases', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everything), fc.infiniteStream(fc.nat()), (scenario, stream) => {
        const shuffle = <T>(list: readonly T[]): readonly T[] =>
          list
            .map((item) => ({ item, rank: stream.next().value as number }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ item }) => item)
        const shuffled: Scenario = {
          ...scenario,
          records: shuffle(scenario.records ?? []),
          chain: shuffle(
            (scenario.chain ?? []).map((node) => ({
              ...node,
              transfers: shuffle(node.transfers),
              authorizations: shuffle(node.authorizations),
            })),
          ),
        }
        const plain = (list: ReturnType<typeof judge>) =>
          list.map(({ item, ...rest }) => ({ ...rest, item: { ...item, evidence: [] } }))
        expect(plain(judge(shuffled))).toEqual(plain(judge(scenario)))
      }),
      { numRuns: 300 },
    )
  })
})
