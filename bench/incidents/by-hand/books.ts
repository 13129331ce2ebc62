// What stands in the books: old names, other spellings, moved addresses, and payments that leave no trace.
import type { Scenario } from '../shapes.ts'
import { address, bytes32, mined, transfer, usdc, used } from './chain-words.ts'
import { alice, at, bob, carol, exchange, facilitator, genesis, paid, row, scenario, shop } from './shop.ts'

// Protocol version 1: networks have names, the amount is called otherwise, and when the wait for the receipt
// fails the facilitator drops the hash it had. The payment was mined.
export const versionOne: Scenario = scenario({
  name: 'version 1 with a network name',
  rows: [
    row(500, {
      requestId: 'r-v1',
      x402Version: 1,
      network: 'base',
      amountAtomic: undefined,
      maxAmountRequired: '10000',
      payer: alice,
      nonce: bytes32('51'),
      validBefore: at(500) + 60,
      state: 'failed',
      responseStatus: 402,
      settleReason: 'Timed out while waiting for transaction to be confirmed',
      tx: '',
    }),
  ],
  exchanges: [exchange(500, { requestId: 'r-v1', status: 402, payer: alice, nonce: bytes32('51') })],
  txs: [
    mined({ hash: bytes32('61'), block: 509, from: facilitator, to: usdc }, [
      used(alice, bytes32('51')),
      transfer(alice, shop, 10_000n),
    ]),
  ],
  truths: [paid(alice, bytes32('51'), 'orphaned_payment', 10_000n)],
})

// One server writes hex in capitals. The chain knows no capitals.
export const capitals: Scenario = scenario({
  name: 'nonce and payer in capitals',
  rows: [
    row(600, {
      requestId: 'r-caps-1',
      payer: `0x${'A1'.repeat(20)}`,
      nonce: `0x${'AB'.repeat(32)}`,
      state: 'settled',
      responseStatus: 200,
      tx: `0x${'CD'.repeat(32)}`,
      paymentResponsePresent: true,
    }),
    row(610, {
      requestId: 'r-caps-2',
      payer: `0x${'A1'.repeat(20)}`,
      nonce: `0x${'AC'.repeat(32)}`,
      state: 'failed',
      responseStatus: 502,
    }),
  ],
  exchanges: [
    exchange(600, {
      requestId: 'r-caps-1',
      status: 200,
      payer: alice,
      nonce: bytes32('ab'),
      tx: bytes32('cd'),
    }),
    exchange(610, { requestId: 'r-caps-2', status: 502, payer: alice, nonce: bytes32('ac') }),
  ],
  txs: [
    mined({ hash: bytes32('cd'), block: 602, from: facilitator, to: usdc }, [
      used(alice, bytes32('ab')),
      transfer(alice, shop, 10_000n),
    ]),
    mined({ hash: bytes32('62'), block: 613, from: facilitator, to: usdc }, [
      used(alice, bytes32('ac')),
      transfer(alice, shop, 10_000n),
    ]),
  ],
  truths: [
    paid(alice, bytes32('ab'), 'matched', 10_000n),
    paid(alice, bytes32('ac'), 'orphaned_payment', 10_000n),
  ],
})

// A nonce belongs to its payer: two buyers with the same one have nothing to do with each other. Alice's payment
// was mined after the timeout; Bob's never was.
export const sharedNonce: Scenario = scenario({
  name: 'two payers with the same nonce',
  rows: [
    row(700, {
      requestId: 'r-same-a',
      payer: alice,
      nonce: bytes32('11'),
      state: 'failed',
      responseStatus: 502,
    }),
    row(701, {
      requestId: 'r-same-b',
      payer: bob,
      nonce: bytes32('11'),
      state: 'failed',
      responseStatus: 502,
    }),
  ],
  exchanges: [
    exchange(700, { requestId: 'r-same-a', status: 502, payer: alice, nonce: bytes32('11') }),
    exchange(701, { requestId: 'r-same-b', status: 502, payer: bob, nonce: bytes32('11') }),
  ],
  txs: [
    mined({ hash: bytes32('63'), block: 706, from: facilitator, to: usdc }, [
      used(alice, bytes32('11')),
      transfer(alice, shop, 10_000n),
    ]),
  ],
  truths: [
    paid(alice, bytes32('11'), 'orphaned_payment', 10_000n),
    paid(bob, bytes32('11'), 'no_charge', null),
  ],
})

// The shop moved to a new address with block 800. What was paid to the old one before is fine. A server that
// was not restarted still asked for the old address afterwards: record and chain agree, and yet the money
// went where it should no longer go.
const oldShop = address('0d')

export const movedPayTo: Scenario = scenario({
  name: 'payTo moved, one server did not follow',
  payTo: [
    { address: oldShop, from: null, until: at(800) },
    { address: shop, from: at(800), until: null },
  ],
  rows: [
    row(750, {
      requestId: 'r-before',
      payTo: oldShop,
      payer: alice,
      nonce: bytes32('54'),
      state: 'settled',
      responseStatus: 200,
      tx: bytes32('64'),
      paymentResponsePresent: true,
    }),
    row(850, {
      requestId: 'r-stale',
      payTo: oldShop,
      payer: bob,
      nonce: bytes32('55'),
      state: 'settled',
      responseStatus: 200,
      tx: bytes32('65'),
      paymentResponsePresent: true,
    }),
    row(860, {
      requestId: 'r-after',
      payer: carol,
      nonce: bytes32('56'),
      state: 'settled',
      responseStatus: 200,
      tx: bytes32('66'),
      paymentResponsePresent: true,
    }),
  ],
  exchanges: [
    exchange(750, {
      requestId: 'r-before',
      status: 200,
      payer: alice,
      nonce: bytes32('54'),
      payTo: oldShop,
      tx: bytes32('64'),
    }),
    exchange(850, {
      requestId: 'r-stale',
      status: 200,
      payer: bob,
      nonce: bytes32('55'),
      payTo: oldShop,
      tx: bytes32('65'),
    }),
    exchange(860, {
      requestId: 'r-after',
      status: 200,
      payer: carol,
      nonce: bytes32('56'),
      tx: bytes32('66'),
    }),
  ],
  txs: [
    mined({ hash: bytes32('64'), block: 751, from: facilitator, to: usdc }, [
      used(alice, bytes32('54')),
      transfer(alice, oldShop, 10_000n),
    ]),
    mined({ hash: bytes32('65'), block: 851, from: facilitator, to: usdc }, [
      used(bob, bytes32('55')),
      transfer(bob, oldShop, 10_000n),
    ]),
    mined({ hash: bytes32('66'), block: 861, from: facilitator, to: usdc }, [
      used(carol, bytes32('56')),
      transfer(carol, shop, 10_000n),
    ]),
  ],
  truths: [
    paid(alice, bytes32('54'), 'matched', 10_000n),
    paid(bob, bytes32('55'), 'recipient_mismatch', 10_000n),
    paid(carol, bytes32('56'), 'matched', 10_000n),
  ],
})

// Nothing was ever submitted. Alice's authorization has run out: nothing can move any more. Bob signed one that
// lives for a year, as nothing forbids: it can still be used by anyone who has read it.
export const neverUsed: Scenario = scenario({
  name: 'never submitted, expired and not',
  rows: [
    row(900, {
      requestId: 'r-exp',
      payer: alice,
      nonce: bytes32('57'),
      state: 'failed',
      responseStatus: 502,
    }),
    row(910, {
      requestId: 'r-year',
      payer: bob,
      nonce: bytes32('58'),
      validBefore: genesis + 365 * 86_400,
      state: 'failed',
      responseStatus: 502,
    }),
  ],
  exchanges: [
    exchange(900, { requestId: 'r-exp', status: 502, payer: alice, nonce: bytes32('57') }),
    exchange(910, { requestId: 'r-year', status: 502, payer: bob, nonce: bytes32('58') }),
  ],
  txs: [],
  truths: [paid(alice, bytes32('57'), 'no_charge', null), paid(bob, bytes32('58'), 'open', null)],
})

// Circle Gateway settles in batches of its own: what the books hold is a UUID, and no log on chain belongs to
// this one payment. Only the provider's report can tell.
export const gateway: Scenario = scenario({
  name: 'Circle Gateway batch',
  rows: [
    row(1000, {
      requestId: 'r-gateway',
      recordId: 'p-gateway',
      payer: carol,
      nonce: bytes32('59'),
      state: 'settled',
      responseStatus: 200,
      tx: '6f1c2a58-3d5e-4b7a-9c11-0a2b3c4d5e6f',
      paymentResponsePresent: true,
    }),
  ],
  exchanges: [exchange(1000, { requestId: 'r-gateway', status: 200, payer: carol, nonce: bytes32('59') })],
  txs: [],
  truths: [{ ...paid(carol, bytes32('59'), 'indeterminate', null), decidable: false }],
})
