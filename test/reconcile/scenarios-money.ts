import {
  alice,
  bob,
  genesis,
  hash,
  payment,
  pays,
  record,
  router,
  scan,
  shop,
  transfer,
  used,
} from '../payments/world.ts'
import { onLine } from './judging.ts'
import { dead, paidOnce, type Scenario } from './scenario.ts'

export const moneyScenarios: readonly Scenario[] = [
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
    name: 'upto settles less than the maximum, and the books do not say how much',
    records: [record({ scheme: 'upto' })],
    chain: [scan(payment(alice, hash(1), 4_000n))],
    gives: ['MATCHED +amount_not_compared'],
  },
  {
    name: 'upto settles what the books say was charged',
    records: [record({ scheme: 'upto', amountAtomic: 4_000n, settledAtomic: 4_000n })],
    chain: [scan(payment(alice, hash(1), 4_000n))],
    gives: ['MATCHED -amount_not_compared'],
  },
  {
    name: 'upto settles less than what was charged',
    records: [record({ scheme: 'upto', amountAtomic: 4_000n, settledAtomic: 4_000n })],
    chain: [scan(payment(alice, hash(1), 3_999n))],
    gives: ['AMOUNT_SHORT'],
  },
  {
    name: 'upto settles more than the maximum',
    records: [record({ scheme: 'upto' })],
    chain: [scan(payment(alice, hash(1), 10_001n))],
    gives: ['AMOUNT_OVER'],
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
      record({ ...onLine(1), recordId: 'a', state: 'failed', responseStatus: 402 }),
      record({ ...onLine(2), recordId: 'b', nonce: hash(2), tx: hash(0x7002) }),
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
      record({ ...onLine(1), requestId: 'r1' }),
      record({ ...onLine(2), requestId: 'r2', nonce: hash(2), tx: hash(0x7002) }),
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
      record({ ...onLine(1), requestId: 'r1', instance: 'a' }),
      record({ ...onLine(2), requestId: 'r2', instance: 'b', receivedAt: (genesis + 201) * 1000 }),
    ],
    chain: [scan(paidOnce)],
    gives: ['DUPLICATE_CLAIM +second_delivery', 'MATCHED'],
  },
  {
    name: 'the second instance refused the proof',
    records: [
      record({ ...onLine(1), requestId: 'r1', instance: 'a', state: 'failed', responseStatus: 402 }),
      record({ ...onLine(2), requestId: 'r2', instance: 'b', receivedAt: (genesis + 201) * 1000 }),
    ],
    chain: [scan(paidOnce)],
    gives: ['DUPLICATE_CLAIM', 'MATCHED'],
  },
  {
    name: 'two payments in one transaction, same payer and amount',
    records: [
      record({ ...onLine(1), requestId: 'r1' }),
      record({ ...onLine(2), requestId: 'r2', nonce: hash(2) }),
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
    name: 'through a router that keeps a fee: what came to us counts',
    records: [record()],
    chain: [
      scan({
        authorizations: [used(alice, hash(1))],
        transfers: [
          transfer(alice, router, 10_000n, { logIndex: 1 }),
          transfer(router, bob, 500n, { logIndex: 2 }),
          transfer(router, shop, 9_500n, { logIndex: 3 }),
        ],
        txs: { [hash(0x7001)]: 'success' },
      }),
    ],
    gives: ['AMOUNT_SHORT +via_router'],
  },
  {
    name: 'through two routers, in two parts',
    records: [record()],
    chain: [
      scan({
        authorizations: [used(alice, hash(1))],
        transfers: [
          transfer(alice, router, 10_000n, { logIndex: 1 }),
          transfer(router, bob, 10_000n, { logIndex: 2 }),
          transfer(bob, shop, 4_000n, { logIndex: 3 }),
          transfer(bob, shop, 6_000n, { logIndex: 4 }),
        ],
        txs: { [hash(0x7001)]: 'success' },
      }),
    ],
    gives: ['MATCHED +via_router'],
  },
  {
    name: 'through a router that mixes it with the money of another payer',
    records: [record()],
    chain: [
      scan({
        authorizations: [used(alice, hash(1))],
        transfers: [
          transfer(bob, router, 300n, { logIndex: 0 }),
          transfer(alice, router, 10_000n, { logIndex: 1 }),
          transfer(router, shop, 9_500n, { logIndex: 3 }),
        ],
        txs: { [hash(0x7001)]: 'success' },
      }),
    ],
    gives: ['AMBIGUOUS'],
  },
  {
    name: 'we paid ourselves: nothing came in',
    records: [record({ payer: shop })],
    chain: [scan(payment(shop, hash(1)))],
    gives: ['AMOUNT_SHORT'],
  },
  { name: 'a move between our own addresses is no income', chain: [scan(payment(shop, hash(1)))], gives: [] },
]
