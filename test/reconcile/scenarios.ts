import type { SettleOrder } from '../../src/core/profile.ts'
import type { NodeScan } from '../../src/payments/chain-view.ts'
import type { PaymentPolicy } from '../../src/payments/policy.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
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

/** One story of a payment: what the books and the nodes say, and the classes that follow. */
export type Scenario = {
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

const second = { requestId: 'r2', nonce: hash(2), tx: hash(0x7002), receivedAt: (genesis + 230) * 1000 }
const twoPayments = {
  authorizations: [used(alice, hash(1)), used(alice, hash(2), { tx: hash(0x7002), block: 110 })],
  transfers: [
    transfer(alice, shop, 10_000n),
    transfer(alice, shop, 10_000n, { tx: hash(0x7002), block: 110 }),
  ],
}
const ordered = (order: SettleOrder) => ({ id: 'quote', method: 'GET', path: '/quote', order })

/** Every way in which a payment can go wrong, one story each. */
export const scenarios: readonly Scenario[] = [
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
  {
    name: 'the books name another payer than the one who signed',
    records: [record({ payer: bob })],
    chain: [scan(paidOnce)],
    gives: ['MATCHED +payer_differs'],
  },
  {
    name: 'lost reply, and the books name another payer: same nonce, but no proof',
    records: [record({ payer: bob, state: 'failed', responseStatus: 402, tx: null })],
    chain: [scan({ ...paidOnce, nonces: { [`${bob}/${hash(1)}`]: false } })],
    gives: ['INDETERMINATE', 'UNRECORDED_RECEIPT'],
  },
  {
    name: 'the transaction that was tried first reverted, the second one paid',
    records: [
      record({
        ...onLine(1),
        recordId: 'a',
        instance: 'a',
        requestId: 'r1',
        state: 'failed',
        responseStatus: 402,
        tx: hash(0x7000),
      }),
      record({ ...onLine(2), recordId: 'b', instance: 'b', requestId: 'r2' }),
    ],
    chain: [scan({ ...paidOnce, txs: { [hash(0x7000)]: 'reverted' } })],
    gives: ['DUPLICATE_CLAIM -second_delivery', 'MATCHED'],
  },
  {
    name: 'the record names the transaction that reverted, another one paid',
    records: [record({ tx: hash(0x7000), state: 'failed', responseStatus: 402 })],
    chain: [scan({ ...paidOnce, txs: { [hash(0x7000)]: 'reverted' } })],
    gives: ['ORPHANED_PAYMENT +tx_hash_wrong'],
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
    name: 'a client that signed again after an error: perhaps one purchase paid twice',
    records: [
      record({ ...onLine(1), requestId: 'r1', state: 'failed', responseStatus: 402, tx: null }),
      record({ ...onLine(2), ...second }),
    ],
    chain: [scan(twoPayments)],
    gives: ['MATCHED +possible_duplicate', 'ORPHANED_PAYMENT -possible_duplicate'],
  },
  {
    name: 'two purchases that the buyer named are no repetition',
    records: [
      record({ ...onLine(1), requestId: 'r1', paymentIdentifier: 'first' }),
      record({ ...onLine(2), ...second, paymentIdentifier: 'second' }),
    ],
    chain: [scan(twoPayments)],
    gives: ['MATCHED -possible_duplicate', 'MATCHED -possible_duplicate'],
  },
  {
    name: 'the same again an hour later, or from another route, is no repetition',
    records: [
      record({ ...onLine(1), requestId: 'r1' }),
      record({ ...onLine(2), ...second, receivedAt: (genesis + 3800) * 1000 }),
      record({ ...onLine(3), requestId: 'r3', nonce: hash(3), tx: hash(0x7003), route: 'GET /other' }),
    ],
    chain: [
      scan({
        authorizations: [
          ...twoPayments.authorizations,
          used(alice, hash(3), { tx: hash(0x7003), block: 111 }),
        ],
        transfers: [
          ...twoPayments.transfers,
          transfer(alice, shop, 10_000n, { tx: hash(0x7003), block: 111 }),
        ],
      }),
    ],
    gives: ['MATCHED -possible_duplicate', 'MATCHED -possible_duplicate', 'MATCHED -possible_duplicate'],
  },
  {
    name: 'a paid answer without the settlement header',
    records: [record({ paymentResponsePresent: false })],
    chain: [scan(paidOnce)],
    gives: ['MATCHED +missing_payment_response'],
  },
  {
    name: 'an async route has neither settled nor lied when it answers',
    records: [record({ validBefore: genesis + 100_000, tx: null })],
    chain: [dead],
    policy: { settleOrders: { all: null, routes: [ordered('async')] } },
    gives: ['OPEN -claimed_settled'],
  },
  {
    name: 'late is no word for a route that settles after its answer',
    records: [record({ respondedAt: (genesis + 190) * 1000 })],
    chain: [scan(paidOnce)],
    policy: { settleOrders: { all: 'async', routes: [] } },
    gives: ['MATCHED -late'],
  },
  {
    name: 'settled before the work: a bare 500 is an answer that is missing, not a payment that failed',
    records: [record({ state: 'failed', stateDerived: true, responseStatus: 500 })],
    chain: [scan(paidOnce)],
    policy: { settleOrders: { all: null, routes: [ordered('before')] } },
    gives: ['CHARGED_NOT_DELIVERED'],
  },
  {
    name: 'settled before the work, a bare 500 and nothing moved',
    records: [record({ state: 'failed', stateDerived: true, responseStatus: 500, tx: null })],
    chain: [dead],
    policy: { settleOrders: { all: 'before', routes: [] } },
    gives: ['NO_CHARGE'],
  },
  {
    name: 'a record without state, time and answer',
    records: [record({ state: null, responseStatus: null, receivedAt: null, stateDerived: false })],
    chain: [scan(paidOnce)],
    gives: ['SETTLED_UNACKNOWLEDGED +response_unknown +state_unknown +time_unknown'],
  },
  {
    name: 'the state follows from the answer only',
    records: [record({ state: 'failed', stateDerived: true, responseStatus: 402, tx: null })],
    chain: [scan(paidOnce)],
    gives: ['ORPHANED_PAYMENT +state_derived -facilitator_lied_failure'],
  },
  {
    name: 'the facilitator said success for nothing',
    records: [record()],
    chain: [dead],
    gives: ['PHANTOM_SETTLEMENT +facilitator_lied_success'],
  },
  {
    name: 'a free call is not judged',
    records: [record({ state: 'not_charged', tx: null })],
    chain: [scan()],
    gives: [],
  },
]
