import { alice, bob, genesis, hash, record, scan, shop, transfer, used } from '../payments/world.ts'
import { onLine } from './judging.ts'
import {
  dead,
  nonceFalse,
  ordered,
  paidOnce,
  type Scenario,
  second,
  twoPayments,
  unusedKey,
} from './scenario.ts'

export const booksScenarios: readonly Scenario[] = [
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
    name: 'the work began before the verification had ended',
    records: [record({ verifiedAt: (genesis + 203) * 1000, workStartedAt: (genesis + 202) * 1000 })],
    chain: [scan(paidOnce)],
    gives: ['MATCHED +work_before_verify -work_though_refused'],
  },
  {
    name: 'the verification refused, and the work began all the same',
    records: [record({ verify: 'invalid', workStartedAt: (genesis + 202) * 1000, tx: null })],
    chain: [dead],
    gives: ['PHANTOM_SETTLEMENT +work_though_refused'],
  },
  {
    name: 'a free call is not judged',
    records: [record({ state: 'not_charged', tx: null })],
    chain: [scan()],
    gives: [],
  },
]
