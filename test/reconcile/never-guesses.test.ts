import { describe, expect, test } from 'vitest'
import type { NodeScan } from '../../src/payments/chain-view.ts'
import type { PermitSeen } from '../../src/payments/permit2.ts'
import type { PaymentPolicy } from '../../src/payments/policy.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import {
  alice,
  block,
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
  usdc,
  used,
  view,
} from '../payments/world.ts'
import { judgeWorld, onLine } from './judging.ts'

type Case = {
  readonly name: string
  readonly records: readonly PaymentRecord[]
  /** The scans of each view. */
  readonly views: readonly (readonly NodeScan[])[]
  readonly policy?: Partial<PaymentPolicy>
  /** `CLASS` or `CLASS REASON`. */
  readonly gives: readonly string[]
}

const two = 'http://two/***'
const eurc = `0x${'e'.repeat(40)}`
const paid = payment(alice, hash(1))
const unused = { nonces: { [`${alice}/${hash(1)}`]: false } }
const cancelled = { ...used(alice, hash(1)), kind: 'cancelled' as const }
const failed = { state: 'failed', responseStatus: 402 } as const
const live = { ...failed, validBefore: genesis + 100_000 }
const bothTokens = { pays: [pays, { ...pays, unit: { ...pays.unit, asset: eurc, symbol: 'EURC' } }] }
const onEurc = (parts: Parameters<typeof scan>[0]): NodeScan => ({ ...scan(parts), asset: eurc })

const permit2 = { transfer: 'permit2', nonce: '12345' } as const
const permitKey = `${alice}/12345`
const unspent = { nonces: { [permitKey]: false } }
const decoded = (nonce: string) => ({ kind: 'decoded', token: usdc, owner: alice, nonce }) as const
const permitScan = (permit: PermitSeen): NodeScan => ({
  ...scan({ transfers: [transfer(alice, shop, 10_000n)], txs: { [hash(0x7001)]: 'success' } }),
  marks: [hash(0x7001)],
  permits: { [hash(0x7001)]: permit },
})
const plain = scan({ transfers: [transfer(alice, shop, 10_000n)] })

const cases: readonly Case[] = [
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
  {
    name: 'the record does not say how the money moves',
    records: [record({ ...failed, transfer: null })],
    views: [[scan(unused)]],
    gives: ['INDETERMINATE METHOD_UNKNOWN'],
  },
  {
    name: 'a transaction that is no hash is settled elsewhere',
    records: [record({ tx: '7f4c9e02-3a7e-4a39-9d4c-5f0a8f4a2b11' })],
    views: [[scan(unused)]],
    gives: ['INDETERMINATE OFF_CHAIN'],
  },
  {
    name: 'a scheme that cannot be read, and that the operator knows of',
    records: [record({ scheme: 'batch-settlement' })],
    views: [[scan(unused)]],
    gives: ['INDETERMINATE SCHEME_UNREADABLE'],
  },
  {
    name: 'the transaction that the record names is the payment of somebody else',
    records: [record({ nonce: null })],
    views: [[scan(payment(bob, hash(2)))]],
    gives: ['INDETERMINATE TRANSACTION_OF_ANOTHER_PAYMENT', 'UNRECORDED_RECEIPT'],
  },
  {
    name: 'no payer: a nonce that differs from the one in the transaction',
    records: [record({ payer: null })],
    views: [[scan(payment(alice, hash(2)))]],
    gives: ['INDETERMINATE TRANSACTION_OF_ANOTHER_PAYMENT', 'UNRECORDED_RECEIPT'],
  },
  {
    name: 'no asset, two tokens taken, one of them not read',
    records: [record({ ...failed, asset: null })],
    views: [[scan(unused)]],
    policy: bothTokens,
    gives: ['INDETERMINATE TOKEN_NOT_NAMED'],
  },
  {
    name: 'no asset, two tokens taken: the nonce is used with one of them',
    records: [record({ asset: null })],
    views: [[scan(paid)], [onEurc({})]],
    policy: bothTokens,
    gives: ['MATCHED'],
  },
  {
    name: 'no asset, and the nonce is used with both tokens',
    records: [record({ asset: null })],
    views: [[scan(paid)], [onEurc(payment(alice, hash(1), 10_000n, { tx: hash(0x7002) }))]],
    policy: bothTokens,
    gives: ['INDETERMINATE TOKEN_NOT_NAMED', 'UNRECORDED_RECEIPT', 'UNRECORDED_RECEIPT'],
  },
  {
    name: 'no asset, and the nonce is unused with both tokens until it expired',
    records: [record({ ...failed, asset: null })],
    views: [[scan(unused)], [onEurc(unused)]],
    policy: bothTokens,
    gives: ['NO_CHARGE'],
  },
  {
    name: 'no asset, and one of the tokens is final only to a time when it could still be used',
    records: [record({ ...failed, asset: null })],
    views: [[scan(unused)], [onEurc({ ...unused, finalized: 100 })]],
    policy: bothTokens,
    gives: ['OPEN'],
  },
  {
    name: 'no asset, cancelled with one of the tokens',
    records: [record({ asset: null })],
    views: [[scan({ ...unused, authorizations: [cancelled] })], [onEurc(unused)]],
    policy: bothTokens,
    gives: ['CANCELLED_AFTER_SERVICE'],
  },
  {
    name: 'no asset, and one token does not tell the state of the nonce',
    records: [record({ ...failed, asset: null })],
    views: [[scan(unused)], [onEurc({})]],
    policy: bothTokens,
    gives: ['INDETERMINATE TOKEN_NOT_NAMED'],
  },
  {
    name: 'asked for one token, paid with the other',
    records: [record()],
    views: [[scan(unused)], [onEurc(payment(alice, hash(1), 10_000n, { tx: hash(0x7002) }))]],
    policy: bothTokens,
    gives: ['ASSET_OR_NETWORK_MISMATCH'],
  },
  {
    name: 'the same nonce signed for two tokens, each with a record of its own',
    records: [record(failed), record({ ...onLine(2), requestId: 'r2', asset: eurc })],
    views: [[scan(unused)], [onEurc(paid)]],
    policy: bothTokens,
    gives: ['MATCHED', 'NO_CHARGE'],
  },
  {
    name: 'the nonce of a payment that no record knows, under another payer',
    records: [record({ payer: bob, tx: null })],
    views: [[scan({ ...paid, nonces: { [`${bob}/${hash(1)}`]: false } })]],
    gives: ['INDETERMINATE NONCE_OF_ANOTHER_PAYER', 'UNRECORDED_RECEIPT'],
  },
  {
    name: 'no validBefore, but the receipt of the claimed transaction decides',
    records: [record({ validBefore: null })],
    views: [[scan({ ...unused, txs: { [hash(0x7001)]: 'reverted' } })]],
    gives: ['REVERTED_SETTLEMENT'],
  },
  {
    name: 'no validBefore, and a refused payment whose transaction reverted: it could be tried again for ever',
    records: [record({ ...failed, validBefore: null })],
    views: [[scan({ ...unused, txs: { [hash(0x7001)]: 'reverted' } })]],
    gives: ['INDETERMINATE VALID_BEFORE_UNKNOWN'],
  },
  {
    name: 'the newest block is minutes older than the window: what came since nobody has read',
    records: [record({ ...live, receivedAt: (genesis + 3000) * 1000 })],
    views: [[scan({ ...unused, latest: 1900, safe: 1890, finalized: 1880 })]],
    gives: ['INDETERMINATE'],
  },
  {
    name: 'the newest block is old, but the authorization ended before it',
    records: [record({ ...failed, validBefore: genesis + 3700 })],
    views: [[scan({ ...unused, latest: 1900, safe: 1890, finalized: 1800 })]],
    gives: ['OPEN'],
  },
  {
    name: 'paid in a token that is not taken',
    records: [record({ asset: eurc })],
    views: [[onEurc(paid)]],
    gives: ['ASSET_OR_NETWORK_MISMATCH'],
  },
  {
    name: 'one node shows a cancellation, the other does not',
    records: [record(failed)],
    views: [[scan({ authorizations: [cancelled] }), scan({ ...unused, label: two })]],
    gives: ['INDETERMINATE NODES_DISAGREE'],
  },
  {
    name: 'a cancellation that is not final: nothing moved, and it still could',
    records: [record(live)],
    views: [[scan({ authorizations: [cancelled], finalized: 90 })]],
    gives: ['OPEN CANCELLATION_NOT_FINAL'],
  },
  {
    name: 'a final cancellation needs no other block',
    records: [record(failed)],
    views: [[scan({ authorizations: [cancelled], holes: [{ from: 120, to: 130, why: 'rate' }] })]],
    gives: ['NO_CHARGE'],
  },
  {
    name: 'used and cancelled at once',
    records: [record()],
    views: [[scan({ ...paid, authorizations: [...paid.authorizations, { ...cancelled, logIndex: 7 }] })]],
    gives: ['INDETERMINATE USED_AND_CANCELLED'],
  },
  {
    name: 'two nodes give one log different amounts',
    records: [record()],
    views: [[scan(payment(alice, hash(1), 1n)), scan({ ...paid, label: two })]],
    gives: ['INDETERMINATE NODES_DISAGREE'],
  },
  {
    name: 'the receipt does not know the transaction that a log shows',
    records: [record()],
    views: [[scan({ ...paid, txs: { [hash(0x7001)]: 'absent' } })]],
    gives: ['INDETERMINATE RECEIPT_CONTRADICTS_LOG'],
  },
  {
    name: 'nothing was moved, and the books do not know the price',
    records: [record({ amountAtomic: null })],
    views: [[scan(payment(alice, hash(1), 0n))]],
    gives: ['AMOUNT_SHORT'],
  },
  {
    name: 'the second node has a hole that the first, which is behind, could not fill',
    records: [record({ ...live, receivedAt: (genesis + 3000) * 1000 })],
    views: [
      [
        scan({ ...unused, latest: 1990 }),
        scan({ ...unused, label: two, holes: [{ from: 1600, to: 1700, why: 'x' }] }),
      ],
    ],
    gives: ['INDETERMINATE'],
  },
  {
    name: 'two holes that overlap in the middle only',
    records: [record({ ...live, receivedAt: (genesis + 3000) * 1000 })],
    views: [
      [
        scan({ ...unused, holes: [{ from: 1500, to: 1700, why: 'x' }] }),
        scan({ ...unused, label: two, holes: [{ from: 1550, to: 1560, why: 'x' }] }),
      ],
    ],
    gives: ['INDETERMINATE'],
  },
  {
    name: 'the range ends before the head, and the authorization lives on',
    records: [record(live)],
    views: [[{ ...scan(unused), latest: block(9000) }]],
    gives: ['INDETERMINATE'],
  },
  {
    name: 'three nodes, and the two that are behind are on different chains',
    records: [record()],
    views: [
      [
        scan(paid),
        scan({ ...paid, label: two, latest: 1990 }),
        scan({ ...paid, label: 'http://three/***', latest: 1990, toHash: hash(0xf0) }),
      ],
    ],
    gives: ['INDETERMINATE NODES_ON_DIFFERENT_CHAINS'],
  },
  {
    name: 'served without money by one instance, refused by another: the service is not forgotten',
    records: [
      record({ ...onLine(1), ...failed, instance: 'a', requestId: 'r1' }),
      record({
        ...onLine(2),
        state: 'failed',
        instance: 'b',
        requestId: 'r2',
        receivedAt: (genesis + 210) * 1000,
      }),
    ],
    views: [[scan(unused)]],
    gives: ['DUPLICATE_CLAIM', 'PHANTOM_SETTLEMENT'],
  },
  {
    name: 'a refund claimed in a second record is looked for',
    records: [
      record({ ...onLine(1), instance: 'a', requestId: 'r1' }),
      record({
        ...onLine(2),
        state: 'refunded',
        instance: 'b',
        requestId: 'r2',
        receivedAt: (genesis + 210) * 1000,
      }),
    ],
    views: [[scan(paid)]],
    gives: ['DUPLICATE_CLAIM +second_delivery', 'REFUND_MISSING'],
  },
  {
    name: 'one request, two transactions without nonces: neither hides the other',
    records: [
      record({ ...onLine(1), payer: null, nonce: null }),
      record({ ...onLine(2), payer: null, nonce: null, tx: hash(0x7002) }),
    ],
    views: [[scan()]],
    gives: ['INDETERMINATE NONCE_UNKNOWN', 'INDETERMINATE NONCE_UNKNOWN'],
  },
  {
    name: 'an inflow without a mark, where not every log was read',
    records: [],
    views: [[scan({ transfers: [transfer(bob, shop, 5n)], holes: [{ from: 90, to: 110, why: 'rate' }] })]],
    gives: ['INDETERMINATE BLOCKS_NOT_READ'],
  },
  {
    name: 'one node shows the mark of an inflow, the other hides it',
    records: [],
    views: [[scan(paid), scan({ transfers: paid.transfers, label: two })]],
    gives: ['INDETERMINATE NODES_DISAGREE'],
  },
  {
    name: 'the same nonce of two payers',
    records: [record(), record({ ...onLine(2), ...failed, payer: bob, requestId: 'r2', tx: null })],
    views: [[scan({ ...paid, nonces: { [`${bob}/${hash(1)}`]: false } })]],
    gives: ['MATCHED', 'NO_CHARGE'],
  },
  {
    name: 'one entry of the profile for each receiving address of a token',
    records: [record({ payTo: bob })],
    views: [[scan(payment(alice, hash(1), 10_000n, {}, bob))]],
    policy: { pays: [pays, { ...pays, payTo: [{ address: bob, from: null, until: null }] }] },
    gives: ['MATCHED'],
  },
  {
    name: 'paid in blocks for which only one of two nodes answered',
    records: [record()],
    views: [[scan(paid), scan({ label: two, holes: [{ from: 0, to: 2000, why: 'rate' }] })]],
    gives: ['MATCHED +one_source'],
  },
  {
    name: 'two authorizations and two transfers of one payer, not side by side',
    records: [record()],
    views: [
      [
        scan({
          authorizations: [used(alice, hash(1), { logIndex: 0 }), used(alice, hash(2), { logIndex: 1 })],
          transfers: [
            transfer(alice, shop, 10_000n, { logIndex: 5 }),
            transfer(alice, shop, 9_999n, { logIndex: 6 }),
          ],
          txs: { [hash(0x7001)]: 'success' },
        }),
      ],
    ],
    gives: ['AMBIGUOUS', 'UNRECORDED_RECEIPT'],
  },
  {
    name: 'a router took two payments and passed one on to us and one to another shop',
    records: [record()],
    views: [
      [
        scan({
          authorizations: [used(alice, hash(1), { logIndex: 0 }), used(alice, hash(2), { logIndex: 2 })],
          transfers: [
            transfer(alice, router, 10_000n, { logIndex: 1 }),
            transfer(alice, router, 10_000n, { logIndex: 3 }),
            transfer(router, bob, 10_000n, { logIndex: 5 }),
            transfer(router, shop, 10_000n, { logIndex: 6 }),
          ],
          txs: { [hash(0x7001)]: 'success' },
        }),
      ],
    ],
    gives: ['AMBIGUOUS'],
  },
  {
    name: 'a node that moves an inflow out of the window by its time',
    records: [],
    views: [[scan(paid), { ...scan({ ...paid, label: two }), times: { 101: genesis - 99_999 } }]],
    gives: ['INDETERMINATE NODES_ON_DIFFERENT_CHAINS'],
  },
  {
    name: 'a free call that was paid after all',
    records: [record({ state: 'not_charged' })],
    views: [[scan(paid)]],
    gives: ['UNRECORDED_RECEIPT'],
  },
]

function judge({ records, views, policy }: Case) {
  return judgeWorld(
    records,
    views.map((scans) => view(...scans)),
    policy,
  )
}

describe('what is not proven is not said', () => {
  test.each(cases)('$name', (one) => {
    const judged = judge(one)
    expect(judged.map(({ outcome }) => outcome).sort()).toEqual(
      one.gives.map((text) => text.split(' ')[0]).sort(),
    )
    for (const text of one.gives) {
      const [outcome, mark = ''] = text.split(' ')
      const told = judged.filter((found) => found.outcome === outcome).flatMap(({ item }) => item.reasons)
      if (mark.startsWith('+')) expect(judged.flatMap(({ item }) => item.flags)).toContain(mark.slice(1))
      else if (mark !== '') expect(told).toContain(mark)
    }
    expect(new Set(judged.map(({ item }) => item.caseId)).size).toBe(judged.length)
  })

  test('a scheme that the operator lists as unreadable is skipped, not unknown', () => {
    const [known] = judge(cases.find(({ name }) => name.startsWith('a scheme that cannot be read')) as Case)
    expect(known).toMatchObject({ outcome: 'INDETERMINATE', verdict: 'SKIP' })
  })

  test('the money of a second claim is not counted again', () => {
    const records = [
      record({ ...onLine(1), instance: 'a', requestId: 'r1' }),
      record({ ...onLine(2), instance: 'b', requestId: 'r2' }),
    ]
    const judged = judge({ name: '', records, views: [[scan(paid)]], gives: [] })
    expect(judged.filter(({ moneyMoved }) => moneyMoved === true)).toHaveLength(1)
  })

  test('absence names the block at which the nonce was read', () => {
    const [one] = judge({ name: '', records: [record(failed)], views: [[scan(unused)]], gives: [] })
    expect(one?.item.evidence.map(({ source, ref }) => `${source} ${ref}`)).toEqual([
      'record pay.jsonl:1',
      'http://one/*** nonce unused at block 1900',
    ])
  })

  test('money counts in the token in which it moved, and the case says what was asked for', () => {
    const mismatch = cases.find(({ name }) => name === 'asked for one token, paid with the other') as Case
    const { item } = judge(mismatch)[0] ?? {}
    expect([item?.asset, item?.asked?.asset, item?.movedAtomic]).toEqual([eurc, usdc, 10_000n])
  })
})
