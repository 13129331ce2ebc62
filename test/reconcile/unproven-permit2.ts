import { alice, block, hash, record, scan } from '../payments/world.ts'
import { onLine } from './judging.ts'
import {
  type Case,
  decoded,
  failed,
  live,
  paid,
  permit2,
  permitKey,
  permitScan,
  plain,
  two,
  unspent,
  unused,
} from './unproven.ts'

export const permit2Cases: readonly Case[] = [
  {
    name: 'Permit2: no transaction found proves nothing, however long ago',
    records: [record({ ...permit2, ...failed, tx: null })],
    views: [[scan()]],
    gives: ['INDETERMINATE NO_NONCE_ON_CHAIN'],
  },
  {
    name: 'Permit2: the bit of its nonce is not set after the deadline: it can never be paid',
    records: [record({ ...permit2, ...failed, tx: null })],
    views: [[scan(unspent)]],
    gives: ['NO_CHARGE'],
  },
  {
    name: 'Permit2: served, and the bit of its nonce is not set after the deadline',
    records: [record(permit2)],
    views: [[scan(unspent)]],
    gives: ['PHANTOM_SETTLEMENT'],
  },
  {
    name: 'Permit2: the last second of its deadline is still inside',
    records: [record({ ...permit2, ...failed, tx: null, validBefore: block(1900).timestamp })],
    views: [[scan(unspent)]],
    gives: ['OPEN'],
  },
  {
    name: 'Permit2: the bit is set, and no payment of it was found: used or invalidated',
    records: [record({ ...permit2, ...failed, tx: null })],
    views: [[scan({ nonces: { [permitKey]: true } })]],
    gives: ['INDETERMINATE PERMIT2_NONCE_SPENT'],
  },
  {
    name: 'Permit2: the reply was lost, the call data names the nonce',
    records: [record({ ...permit2, ...failed, tx: null })],
    views: [[permitScan(decoded('12345'))]],
    gives: ['ORPHANED_PAYMENT'],
  },
  {
    name: 'Permit2: the named transaction paid with another nonce',
    records: [record(permit2)],
    views: [[permitScan(decoded('999'))]],
    gives: ['INDETERMINATE TRANSACTION_OF_ANOTHER_PAYMENT', 'UNRECORDED_RECEIPT'],
  },
  {
    name: 'Permit2: the bit says that the named transaction cannot be its payment',
    records: [record(permit2)],
    views: [[{ ...permitScan({ kind: 'wrapped' }), ...unspent }]],
    gives: ['PHANTOM_SETTLEMENT', 'UNRECORDED_RECEIPT'],
  },
  {
    name: 'Permit2: a wrapped call of this payer, not named by the record, is probable at most',
    records: [record({ ...permit2, ...failed, tx: null })],
    views: [[{ ...permitScan({ kind: 'wrapped' }), nonces: { [permitKey]: true } }]],
    gives: ['INDETERMINATE PERMIT2_CALL_WRAPPED', 'UNRECORDED_RECEIPT'],
  },
  {
    name: 'Permit2: a wrapped call behind the finalized block, while the permit lives',
    records: [record({ ...permit2, ...live, tx: null })],
    views: [[{ ...permitScan({ kind: 'wrapped' }), ...unspent, finalized: block(90), safe: block(1950) }]],
    gives: ['INDETERMINATE PERMIT2_CALL_WRAPPED', 'UNRECORDED_RECEIPT'],
  },
  {
    name: 'Permit2: two nodes tell different call data',
    records: [record({ ...permit2, ...failed, tx: null })],
    views: [[permitScan(decoded('12345')), { ...permitScan(decoded('7')), label: two }]],
    gives: ['INDETERMINATE', 'UNRECORDED_RECEIPT'],
  },
  {
    name: 'Permit2: paid, and no record knows it',
    records: [],
    views: [[permitScan(decoded('12345'))]],
    gives: ['UNRECORDED_RECEIPT'],
  },
  {
    name: 'Permit2: the named transaction is not there',
    records: [record(permit2)],
    views: [[scan({ txs: { [hash(0x7001)]: 'absent' } })]],
    gives: ['INDETERMINATE NO_NONCE_ON_CHAIN'],
  },
  {
    name: 'Permit2: a transaction without call data is probable at most, even when its nonce is spent',
    records: [record(permit2)],
    views: [[{ ...plain, nonces: { [permitKey]: true } }]],
    gives: ['INDETERMINATE PERMIT2_CALL_WRAPPED', 'UNRELATED_INFLOW'],
  },
  {
    name: 'Permit2: two nonces claim one transaction without call data',
    records: [
      record({ ...permit2, ...onLine(1) }),
      record({ ...permit2, ...onLine(2), nonce: '99', requestId: 'r2' }),
    ],
    views: [[{ ...plain, nonces: { [permitKey]: true, [`${alice}/99`]: true } }]],
    gives: ['INDETERMINATE PERMIT2_CALL_WRAPPED', 'INDETERMINATE PERMIT2_CALL_WRAPPED', 'UNRELATED_INFLOW'],
  },
  {
    name: 'Permit2: a transaction without call data, and nobody knows whether its nonce is spent',
    records: [record(permit2)],
    views: [[plain]],
    gives: ['INDETERMINATE PERMIT2_CALL_WRAPPED', 'UNRELATED_INFLOW'],
  },
  {
    name: 'Permit2: the books know the transaction only',
    records: [record({ ...permit2, nonce: null })],
    views: [[plain]],
    gives: ['MATCHED'],
  },
  {
    name: 'Permit2: two records without a nonce name one transfer',
    records: [
      record({ ...permit2, ...onLine(1), nonce: null }),
      record({ ...permit2, ...onLine(2), nonce: null, requestId: 'r2' }),
    ],
    views: [[plain]],
    gives: ['DUPLICATE_CLAIM', 'MATCHED'],
  },
  {
    name: 'Permit2: an EIP-3009 payment in that transaction is another one',
    records: [record(permit2)],
    views: [[scan(paid)]],
    gives: ['INDETERMINATE TRANSACTION_OF_ANOTHER_PAYMENT', 'UNRECORDED_RECEIPT'],
  },
  {
    name: 'upto without a method moves by Permit2',
    records: [record({ ...failed, scheme: 'upto', transfer: null })],
    views: [[scan(unused)]],
    gives: ['INDETERMINATE NO_NONCE_ON_CHAIN'],
  },
]
