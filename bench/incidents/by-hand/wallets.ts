// Wallets that are contracts, and transactions sent by somebody other than the facilitator.
import type { Scenario } from '../shapes.ts'
import {
  address,
  bytes32,
  cancelled,
  entryPoint,
  foreign,
  mined,
  multicall,
  reverted,
  transfer,
  usdc,
  used,
} from './chain-words.ts'
import { alice, bob, carol, exchange, facilitator, paid, row, scenario, shop } from './shop.ts'

// A contract wallet (ERC-1271) pays by the `bytes signature` form of transferWithAuthorization. The reply of
// settle is lost after 90 s, the buyer gets a 502 without a payment header, and the transfer is mined.
const wallet = address('1c')

export const contractWallet: Scenario = scenario({
  name: 'contract wallet, settle timed out, mined',
  rows: [
    row(500, {
      requestId: 'r-wallet',
      payer: wallet,
      nonce: bytes32('01'),
      state: 'failed',
      responseStatus: 502,
      settleReason: 'Facilitator settle request timed out after 90000ms',
    }),
  ],
  exchanges: [exchange(500, { requestId: 'r-wallet', status: 502, payer: wallet, nonce: bytes32('01') })],
  txs: [
    mined({ hash: bytes32('e1'), block: 507, from: facilitator, to: usdc, input: '0xcf092995' }, [
      used(wallet, bytes32('01')),
      transfer(wallet, shop, 10_000n),
    ]),
  ],
  truths: [paid(wallet, bytes32('01'), 'orphaned_payment', 10_000n)],
})

// A wallet that does not exist yet (ERC-6492): the facilitator first sends a transaction that deploys it, then
// the payment. The books hold the hash of the deployment, which moves no money. The second wallet was
// deployed too, but its payment was refused, and the authorization ran out.
const factory = address('fc')
const youngWallet = address('64')
const poorWallet = address('65')

export const undeployedWallet: Scenario = scenario({
  name: 'wallet deployed, then paid',
  rows: [
    row(600, {
      requestId: 'r-young',
      payer: youngWallet,
      nonce: bytes32('02'),
      state: 'pending',
      responseStatus: 402,
      settleReason: 'settlement_pending',
      tx: bytes32('d0'),
    }),
    row(620, {
      requestId: 'r-poor',
      payer: poorWallet,
      nonce: bytes32('03'),
      state: 'failed',
      responseStatus: 402,
      settleReason: 'invalid_exact_evm_insufficient_balance',
      tx: '',
    }),
  ],
  exchanges: [
    exchange(600, {
      requestId: 'r-young',
      status: 402,
      payer: youngWallet,
      nonce: bytes32('02'),
      tx: bytes32('d0'),
    }),
    exchange(620, { requestId: 'r-poor', status: 402, payer: poorWallet, nonce: bytes32('03') }),
  ],
  txs: [
    mined({ hash: bytes32('d0'), block: 602, from: facilitator, to: factory, input: '0x5fbfb9cf' }, [
      foreign(factory, bytes32('33')),
    ]),
    mined({ hash: bytes32('e2'), block: 605, from: facilitator, to: usdc, input: '0xcf092995' }, [
      used(youngWallet, bytes32('02')),
      transfer(youngWallet, shop, 10_000n),
    ]),
    mined({ hash: bytes32('d1'), block: 622, from: facilitator, to: factory, input: '0x5fbfb9cf' }, [
      foreign(factory, bytes32('33')),
    ]),
  ],
  truths: [
    paid(youngWallet, bytes32('02'), 'settled_unacknowledged', 10_000n),
    paid(poorWallet, bytes32('03'), 'no_charge', null),
  ],
})

// A facilitator that is a smart account: a bundler calls the EntryPoint, and in one transaction two buyers pay.
// Logs of other contracts stand between the authorization and its transfer. Bob was served; Alice's answer
// was lost.
const bundler = address('bd')
const operation = bytes32('49')

export const relayer: Scenario = scenario({
  name: 'two payments in one handleOps',
  rows: [
    row(700, {
      requestId: 'r-alice',
      payer: alice,
      nonce: bytes32('04'),
      state: 'failed',
      responseStatus: 502,
    }),
    row(701, {
      requestId: 'r-bob',
      payer: bob,
      nonce: bytes32('05'),
      state: 'settled',
      responseStatus: 200,
      tx: bytes32('e3'),
      paymentResponsePresent: true,
    }),
  ],
  exchanges: [
    exchange(700, { requestId: 'r-alice', status: 502, payer: alice, nonce: bytes32('04') }),
    exchange(701, {
      requestId: 'r-bob',
      status: 200,
      payer: bob,
      nonce: bytes32('05'),
      tx: bytes32('e3'),
    }),
  ],
  txs: [
    mined({ hash: bytes32('e3'), block: 702, from: bundler, to: entryPoint, input: '0x765e827f' }, [
      foreign(entryPoint, bytes32('bb')),
      used(bob, bytes32('05')),
      foreign(address('9e'), bytes32('11')),
      transfer(bob, shop, 10_000n),
      foreign(entryPoint, operation),
      used(alice, bytes32('04')),
      foreign(address('9e'), bytes32('11')),
      transfer(alice, shop, 10_000n),
      foreign(entryPoint, operation),
    ]),
  ],
  truths: [
    paid(alice, bytes32('04'), 'orphaned_payment', 10_000n),
    paid(bob, bytes32('05'), 'matched', 10_000n),
  ],
})

// A stranger reads the signature and submits it first. The money still goes to the shop, the facilitator's own
// transaction reverts ("authorization is used or canceled"), and the buyer is told 402.
const stranger = address('57')

export const frontRun: Scenario = scenario({
  name: 'signature submitted by a stranger',
  rows: [
    row(800, {
      requestId: 'r-front',
      payer: carol,
      nonce: bytes32('06'),
      state: 'failed',
      responseStatus: 402,
      settleReason: 'invalid_exact_evm_transaction_failed',
      tx: bytes32('f1'),
    }),
  ],
  exchanges: [
    exchange(800, {
      requestId: 'r-front',
      status: 402,
      payer: carol,
      nonce: bytes32('06'),
      tx: bytes32('f1'),
    }),
  ],
  txs: [
    mined({ hash: bytes32('e4'), block: 801, from: stranger, to: usdc }, [
      used(carol, bytes32('06')),
      transfer(carol, shop, 10_000n),
    ]),
    reverted({ hash: bytes32('f1'), block: 801, from: facilitator, to: usdc }),
  ],
  truths: [paid(carol, bytes32('06'), 'orphaned_payment', 10_000n)],
})

// Buyers who cancel between verify and settle. Alice asked a route that settles first: she got 402 and owes
// nothing. Bob asked one that answers before it settles: he was served and did not pay.
export const cancelledBetween: Scenario = scenario({
  name: 'cancelled between verify and settle',
  rows: [
    row(900, {
      requestId: 'r-cancel-a',
      payer: alice,
      nonce: bytes32('07'),
      state: 'failed',
      responseStatus: 402,
      settleReason: 'invalid_exact_evm_nonce_already_used',
    }),
    row(910, {
      requestId: 'r-cancel-b',
      payer: bob,
      nonce: bytes32('08'),
      state: 'pending',
      responseStatus: 200,
    }),
  ],
  exchanges: [
    exchange(900, { requestId: 'r-cancel-a', status: 402, payer: alice, nonce: bytes32('07') }),
    exchange(910, { requestId: 'r-cancel-b', status: 200, payer: bob, nonce: bytes32('08') }),
  ],
  txs: [
    mined({ hash: bytes32('c1'), block: 901, from: alice, to: usdc, input: '0x5a049a70' }, [
      cancelled(alice, bytes32('07')),
    ]),
    mined({ hash: bytes32('c2'), block: 911, from: stranger, to: usdc, input: '0x5a049a70' }, [
      cancelled(bob, bytes32('08')),
    ]),
    reverted({ hash: bytes32('f2'), block: 913, from: facilitator, to: usdc }),
  ],
  truths: [
    paid(alice, bytes32('07'), 'no_charge', null),
    paid(bob, bytes32('08'), 'cancelled_after_service', null),
  ],
})

// A facilitator that collects payments and sends them in one multicall: Alice twice with the same amount,
// Bob once with the same amount. All three requests had timed out.
export const multicallOfEquals: Scenario = scenario({
  name: 'three equal payments in one multicall',
  rows: [
    row(1000, {
      requestId: 'r-m1',
      payer: alice,
      nonce: bytes32('09'),
      state: 'failed',
      responseStatus: 502,
    }),
    row(1001, {
      requestId: 'r-m2',
      payer: alice,
      nonce: bytes32('0a'),
      state: 'failed',
      responseStatus: 502,
    }),
    row(1002, { requestId: 'r-m3', payer: bob, nonce: bytes32('0b'), state: 'failed', responseStatus: 502 }),
  ],
  exchanges: [
    exchange(1000, { requestId: 'r-m1', status: 502, payer: alice, nonce: bytes32('09') }),
    exchange(1001, { requestId: 'r-m2', status: 502, payer: alice, nonce: bytes32('0a') }),
    exchange(1002, { requestId: 'r-m3', status: 502, payer: bob, nonce: bytes32('0b') }),
  ],
  txs: [
    mined({ hash: bytes32('e5'), block: 1006, from: facilitator, to: multicall, input: '0x82ad56cb' }, [
      used(alice, bytes32('0a')),
      transfer(alice, shop, 10_000n),
      used(bob, bytes32('0b')),
      transfer(bob, shop, 10_000n),
      used(alice, bytes32('09')),
      transfer(alice, shop, 10_000n),
    ]),
  ],
  truths: [
    paid(alice, bytes32('09'), 'orphaned_payment', 10_000n),
    paid(alice, bytes32('0a'), 'orphaned_payment', 10_000n),
    paid(bob, bytes32('0b'), 'orphaned_payment', 10_000n),
  ],
})
