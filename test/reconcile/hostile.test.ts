import { describe, test } from 'vitest'
import type { NodeScan } from '../../src/payments/chain-view.ts'
import {
  alice,
  bob,
  genesis,
  hash,
  payment,
  pays,
  record,
  scan,
  shop,
  transfer,
  usdc,
} from '../payments/world.ts'
import { onLine } from './judging.ts'
import { type Case, expectGiven } from './unproven.ts'

const paid = payment(alice, hash(1))
const second = payment(alice, hash(2), 10_000n, { tx: hash(0x7002), block: 110 })
const bothWays = payment(alice, hash(1), 10_000n, { tx: hash(0x7003), block: 120 })
const unused = { nonces: { [`${alice}/${hash(1)}`]: false } }
const failed = { state: 'failed', responseStatus: 402 } as const
const refunded = { state: 'refunded', responseStatus: 500 } as const
const back = (place = {}) => transfer(shop, alice, 10_000n, { tx: hash(0x9001), block: 160, ...place })

const receipt = record({
  source: { file: 'receipts.jsonl', line: 1 },
  lines: [{ file: 'receipts.jsonl', line: 1 }],
  recordId: hash(0x7001),
  requestId: null,
  nonce: null,
  validBefore: null,
  responseStatus: null,
  respondedAt: null,
})

const permitPaid = (nonce: string): NodeScan => ({
  ...scan({ transfers: [transfer(alice, shop, 10_000n)], txs: { [hash(0x7001)]: 'success' } }),
  marks: [hash(0x7001)],
  permits: { [hash(0x7001)]: { kind: 'decoded', token: usdc, owner: alice, nonce } },
})

const cases: readonly Case[] = [
  {
    name: 'one refund and two claims of it: the payment that came owns it, not the one that never did',
    records: [
      record({ ...onLine(1), ...refunded, requestId: 'r1' }),
      record({ ...onLine(2), ...refunded, requestId: 'r2', nonce: hash(2), tx: null }),
    ],
    views: [
      [scan({ ...paid, transfers: [...paid.transfers, back()], nonces: { [`${alice}/${hash(2)}`]: false } })],
    ],
    gives: ['REFUNDED', 'NO_CHARGE'],
  },
  {
    name: 'a refund that is mined and not final yet is not called missing',
    records: [record({ ...refunded })],
    views: [[scan({ ...paid, transfers: [...paid.transfers, back({ block: 1990 })] })]],
    gives: ['PENDING_FINALITY REFUND_NOT_FINAL'],
  },
  {
    name: 'a refund of money that never came, not final yet',
    records: [record({ ...refunded, tx: null })],
    views: [[scan({ ...unused, transfers: [back({ block: 1990 })] })]],
    gives: ['INDETERMINATE REFUND_NOT_FINAL'],
  },
  {
    name: 'the named refund reached the payer from an address that the profile does not know',
    records: [record({ ...refunded, refundTx: hash(0x9001) })],
    views: [
      [
        scan({
          ...paid,
          transfers: [...paid.transfers, { ...back(), from: bob }],
          txs: { [hash(0x9001)]: 'success' },
        }),
      ],
    ],
    gives: ['INDETERMINATE REFUND_FROM_ELSEWHERE'],
  },
  {
    name: 'a transfer of somebody else to the payer is no refund when the books do not name it',
    records: [record({ ...refunded })],
    views: [[scan({ ...paid, transfers: [...paid.transfers, { ...back(), from: bob }] })]],
    gives: ['REFUND_MISSING'],
  },
  {
    name: 'two claims of a refund and one refund: it belongs to the one that names it',
    records: [
      record({ ...onLine(1), ...refunded, requestId: 'r1' }),
      record({
        ...onLine(2),
        ...refunded,
        requestId: 'r2',
        nonce: hash(2),
        tx: hash(0x7002),
        amountAtomic: 9_000n,
        refundTx: hash(0x9001),
      }),
    ],
    views: [
      [
        scan({
          authorizations: [...paid.authorizations, ...second.authorizations],
          transfers: [...paid.transfers, ...second.transfers, back()],
        }),
      ],
    ],
    // The second paid too much, so that the two can be told apart here.
    gives: ['AMOUNT_OVER +refund_found', 'REFUND_MISSING'],
  },
  {
    name: 'a refund older than the request is the refund of something else',
    records: [
      record({ ...refunded, tx: null, receivedAt: (genesis + 2000) * 1000, validBefore: genesis + 2100 }),
    ],
    views: [[scan({ ...unused, transfers: [back({ block: 20 })] })]],
    gives: ['NO_CHARGE'],
  },
  {
    name: 'books say Permit2, the chain shows an EIP-3009 authorization of that nonce',
    records: [record({ ...failed, transfer: 'permit2', tx: null })],
    views: [[scan({ ...paid, nonces: { [`${alice}/1`]: false } })]],
    gives: ['ORPHANED_PAYMENT'],
  },
  {
    name: 'books say Permit2, and the nonce was used with EIP-3009 in blocks that were not read',
    records: [record({ ...failed, transfer: 'permit2', tx: null })],
    views: [[scan({ nonces: { [`${alice}/1`]: false, [`${alice}/${hash(1)}`]: true } })]],
    gives: ['INDETERMINATE USED_OUTSIDE_THE_BLOCKS_READ'],
  },
  {
    name: 'books say EIP-3009, the call data shows a Permit2 nonce of the same number',
    records: [record({ ...failed, tx: null })],
    views: [[{ ...permitPaid('1'), ...unused }]],
    gives: ['ORPHANED_PAYMENT'],
  },
  {
    name: 'books keep the nonce of an EIP-3009 payment as a number, and say neither method',
    records: [record({ ...failed, transfer: 'permit2', nonce: '1', tx: null })],
    views: [[scan({ ...paid, nonces: { [`${alice}/1`]: false } })]],
    gives: ['ORPHANED_PAYMENT'],
  },
  {
    name: 'one number as a nonce of Permit2 and of EIP-3009, and one payment: two records tell of it',
    records: [
      record({ ...onLine(1), requestId: 'r1', transfer: 'permit2', nonce: '1' }),
      record({ ...onLine(2), requestId: 'r2', ...failed, tx: null }),
    ],
    views: [[{ ...permitPaid('1'), ...unused }]],
    gives: ['DUPLICATE_CLAIM', 'MATCHED'],
  },
  {
    name: 'one number as a nonce of both, and both were paid: each record has its own',
    records: [
      record({ ...onLine(1), requestId: 'r1', transfer: 'permit2', nonce: '1' }),
      record({ ...onLine(2), requestId: 'r2', ...failed, tx: null }),
    ],
    views: [
      [
        {
          ...permitPaid('1'),
          transfers: [transfer(alice, shop, 10_000n), ...bothWays.transfers],
          authorizations: bothWays.authorizations,
        },
      ],
    ],
    gives: ['MATCHED', 'ORPHANED_PAYMENT'],
  },
  {
    name: 'a server that counts its requests from 1 again: two buyers, two purchases',
    records: [
      record({ ...onLine(1) }),
      record({ ...onLine(2), payer: bob, nonce: hash(2), tx: hash(0x7002) }),
    ],
    views: [
      [
        scan({
          authorizations: [
            ...paid.authorizations,
            ...payment(bob, hash(2), 10_000n, { tx: hash(0x7002), block: 110 }).authorizations,
          ],
          transfers: [
            ...paid.transfers,
            ...payment(bob, hash(2), 10_000n, { tx: hash(0x7002), block: 110 }).transfers,
          ],
        }),
      ],
    ],
    gives: ['MATCHED +possible_duplicate', 'MATCHED'],
  },
  {
    name: 'paid to an address that is ours for another token, and no record knows it',
    records: [],
    views: [[scan(payment(alice, hash(1), 10_000n, {}, bob))]],
    policy: {
      pays: [
        pays,
        {
          ...pays,
          unit: { ...pays.unit, asset: `0x${'e'.repeat(40)}`, symbol: 'EURC' },
          payTo: [{ address: bob, from: null, until: null }],
        },
      ],
    },
    gives: ['UNRECORDED_RECEIPT'],
  },
  {
    name: 'a delivered receipt beside the own log is no second claim',
    records: [record(onLine(1)), receipt],
    views: [[scan(paid)]],
    gives: ['MATCHED'],
  },
  {
    name: 'a delivered receipt does not make a refused request look served',
    records: [record({ ...onLine(1), ...failed, tx: null }), receipt],
    views: [[scan(paid)]],
    gives: ['ORPHANED_PAYMENT'],
  },
  {
    name: 'two deliveries of one payment and its receipt: the second delivery is still found',
    records: [
      record({ ...onLine(1), instance: 'a', requestId: 'r1' }),
      record({ ...onLine(2), instance: 'b', requestId: 'r2' }),
      receipt,
    ],
    views: [[scan(paid)]],
    gives: ['DUPLICATE_CLAIM +second_delivery', 'MATCHED'],
  },
]

describe('books and chains made to mislead', () => {
  test.each(cases)('$name', (one) => {
    expectGiven(one)
  })
})
