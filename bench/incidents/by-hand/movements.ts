// Money that moves in unusual ways, and logs that look like money and are not.
import type { Scenario } from '../shapes.ts'
import {
  address,
  batchContract,
  batchSettled,
  bytes32,
  depositCollector,
  deposited,
  mined,
  transfer,
  usdc,
  used,
} from './chain-words.ts'
import { alice, at, bob, came, carol, exchange, facilitator, paid, row, scenario, shop } from './shop.ts'

// The buyers authorise a router, which passes the money on in the same transaction. From Alice it takes its
// fee on top: the shop gets its price. From Bob it takes the fee out of the price: the shop gets 0.0099.
const router = address('70')
const feeBox = address('fe')

export const routerWithFee: Scenario = scenario({
  name: 'router that takes a fee',
  rows: [
    row(500, {
      requestId: 'r-fee-a',
      payer: alice,
      nonce: bytes32('31'),
      state: 'settled',
      responseStatus: 200,
      tx: bytes32('41'),
      paymentResponsePresent: true,
    }),
    row(510, {
      requestId: 'r-fee-b',
      payer: bob,
      nonce: bytes32('32'),
      state: 'settled',
      responseStatus: 200,
      tx: bytes32('42'),
      paymentResponsePresent: true,
    }),
  ],
  exchanges: [
    exchange(500, {
      requestId: 'r-fee-a',
      status: 200,
      payer: alice,
      nonce: bytes32('31'),
      tx: bytes32('41'),
    }),
    exchange(510, { requestId: 'r-fee-b', status: 200, payer: bob, nonce: bytes32('32'), tx: bytes32('42') }),
  ],
  txs: [
    mined({ hash: bytes32('41'), block: 501, from: facilitator, to: router, input: '0x1234abcd' }, [
      used(alice, bytes32('31')),
      transfer(alice, router, 10_100n),
      transfer(router, feeBox, 100n),
      transfer(router, shop, 10_000n),
    ]),
    mined({ hash: bytes32('42'), block: 511, from: facilitator, to: router, input: '0x1234abcd' }, [
      used(bob, bytes32('32')),
      transfer(bob, router, 10_000n),
      transfer(router, feeBox, 100n),
      transfer(router, shop, 9_900n),
    ]),
  ],
  truths: [paid(alice, bytes32('31'), 'matched', 10_000n), paid(bob, bytes32('32'), 'amount_short', 9_900n)],
})

// A payment channel is opened: the deposit uses an authorization of Alice, but the money goes to the collector
// and on to the batch contract. It is no revenue and none of our cases, although Alice also bought
// something directly. Later the contract pays the shop what vouchers were worth, in one sum.
export const channelDeposit: Scenario = scenario({
  name: 'deposit into a payment channel',
  rows: [
    row(600, {
      requestId: 'r-direct',
      payer: alice,
      nonce: bytes32('33'),
      state: 'settled',
      responseStatus: 200,
      tx: bytes32('43'),
      paymentResponsePresent: true,
    }),
    row(630, {
      requestId: 'r-voucher',
      scheme: 'batch-settlement',
      transfer: 'none',
      payer: alice,
      state: 'voucher',
      responseStatus: 200,
      tx: '',
      validBefore: undefined,
    }),
  ],
  exchanges: [
    exchange(600, {
      requestId: 'r-direct',
      status: 200,
      payer: alice,
      nonce: bytes32('33'),
      tx: bytes32('43'),
    }),
  ],
  txs: [
    mined({ hash: bytes32('43'), block: 601, from: facilitator, to: usdc }, [
      used(alice, bytes32('33')),
      transfer(alice, shop, 10_000n),
    ]),
    mined({ hash: bytes32('44'), block: 620, from: facilitator, to: batchContract, input: '0xa1b2c3d4' }, [
      used(alice, bytes32('c0')),
      transfer(alice, depositCollector, 1_000_000n),
      transfer(depositCollector, batchContract, 1_000_000n),
      deposited(bytes32('c4'), alice, 1_000_000n),
    ]),
    mined({ hash: bytes32('45'), block: 900, from: facilitator, to: batchContract, input: '0x9db32a8f' }, [
      transfer(batchContract, shop, 37_000n),
      batchSettled(shop, facilitator, 37_000n),
    ]),
  ],
  truths: [
    paid(alice, bytes32('33'), 'matched', 10_000n),
    came(bytes32('45'), 0, 'unrelated_inflow', 37_000n),
  ],
})

// The operator moves its own money: from the old address to the new one, and from the address to itself.
// Neither is income. A customer pays in between.
const oldShop = address('0d')

export const selfTransfer: Scenario = scenario({
  name: 'the operator moves its own money',
  payTo: [
    { address: oldShop, from: null, until: at(400) },
    { address: shop, from: at(400), until: null },
  ],
  rows: [
    row(700, {
      requestId: 'r-between',
      payer: bob,
      nonce: bytes32('34'),
      state: 'failed',
      responseStatus: 502,
    }),
  ],
  exchanges: [exchange(700, { requestId: 'r-between', status: 502, payer: bob, nonce: bytes32('34') })],
  txs: [
    mined({ hash: bytes32('46'), block: 690, from: oldShop, to: usdc, input: '0xa9059cbb' }, [
      transfer(oldShop, shop, 500_000n),
    ]),
    mined({ hash: bytes32('47'), block: 701, from: facilitator, to: usdc }, [
      used(bob, bytes32('34')),
      transfer(bob, shop, 10_000n),
    ]),
    mined({ hash: bytes32('48'), block: 710, from: shop, to: usdc, input: '0xa9059cbb' }, [
      transfer(shop, shop, 10_000n),
    ]),
  ],
  truths: [paid(bob, bytes32('34'), 'orphaned_payment', 10_000n)],
})

// A token that somebody made this morning emits the same events with the same payer, nonce and destination. The
// real authorizations were never used and have run out. Carol's settlement was believed, and she was served;
// her record names a transaction that exists and succeeded.
const fakeToken = address('f0')

export const fakeEvents: Scenario = scenario({
  name: 'the same events from a worthless token',
  rows: [
    row(800, {
      requestId: 'r-fake-a',
      payer: alice,
      nonce: bytes32('35'),
      state: 'failed',
      responseStatus: 502,
    }),
    row(810, {
      requestId: 'r-fake-c',
      payer: carol,
      nonce: bytes32('36'),
      state: 'settled',
      responseStatus: 200,
      tx: bytes32('4a'),
      paymentResponsePresent: true,
    }),
  ],
  exchanges: [
    exchange(800, { requestId: 'r-fake-a', status: 502, payer: alice, nonce: bytes32('35') }),
    exchange(810, {
      requestId: 'r-fake-c',
      status: 200,
      payer: carol,
      nonce: bytes32('36'),
      tx: bytes32('4a'),
    }),
  ],
  txs: [
    mined({ hash: bytes32('49'), block: 802, from: alice, to: fakeToken }, [
      used(alice, bytes32('35'), fakeToken),
      transfer(alice, shop, 10_000n, fakeToken),
    ]),
    mined({ hash: bytes32('4a'), block: 811, from: carol, to: fakeToken }, [
      used(carol, bytes32('36'), fakeToken),
      transfer(carol, shop, 10_000n, fakeToken),
    ]),
  ],
  truths: [
    paid(alice, bytes32('35'), 'no_charge', null),
    paid(carol, bytes32('36'), 'phantom_settlement', null),
  ],
})

// Alice's payment fails and runs out. In the same seconds dust arrives: one unit from an address that looks like
// hers, and the exact price as an ordinary transfer from an exchange. Amount and time prove nothing.
const lookAlike = `0x${'a1'.repeat(2)}${'77'.repeat(16)}${'a1'.repeat(2)}`
const tradingDesk = address('de')

export const dust: Scenario = scenario({
  name: 'dust at the same time',
  rows: [
    row(900, {
      requestId: 'r-dust',
      payer: alice,
      nonce: bytes32('37'),
      state: 'failed',
      responseStatus: 402,
      settleReason: 'invalid_exact_evm_insufficient_balance',
    }),
  ],
  exchanges: [exchange(900, { requestId: 'r-dust', status: 402, payer: alice, nonce: bytes32('37') })],
  txs: [
    mined({ hash: bytes32('4b'), block: 901, from: lookAlike, to: usdc, input: '0xa9059cbb' }, [
      transfer(lookAlike, shop, 1n),
    ]),
    mined(
      { hash: bytes32('4c'), block: 901, from: tradingDesk, to: usdc, input: '0xa9059cbb' },
      [transfer(tradingDesk, shop, 10_000n)],
      1,
    ),
  ],
  truths: [
    paid(alice, bytes32('37'), 'no_charge', null),
    came(bytes32('4b'), 0, 'unrelated_inflow', 1n),
    came(bytes32('4c'), 1, 'unrelated_inflow', 10_000n),
  ],
})
