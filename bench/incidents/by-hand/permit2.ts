// Payments by Permit2: no log names the nonce, so a payment is joined by its transaction, else by what the
// transaction called.
import type { Scenario } from '../shapes.ts'
import {
  bytes32,
  exactProxy,
  exactSettle,
  mined,
  multicall,
  proxySettled,
  transfer,
  uptoProxy,
  uptoSettle,
  usdc,
  word,
} from './chain-words.ts'
import { alice, at, bob, came, carol, exchange, facilitator, paid, row, scenario, shop } from './shop.ts'

const permit = (owner: string, nonce: bigint, amount = 10_000n) => ({
  token: usdc,
  amount,
  nonce,
  deadline: at(2500),
  owner,
  payTo: shop,
})

// Alice was served. Bob was told 402 with `settlement_pending` and a hash; his transaction was mined a
// little later. Both are found by the hash.
export const permit2ByHash: Scenario = scenario({
  name: 'Permit2, found by its transaction',
  rows: [
    row(500, {
      requestId: 'r-p1',
      transfer: 'permit2',
      payer: alice,
      nonce: '771001',
      validBefore: at(2500),
      state: 'settled',
      responseStatus: 200,
      tx: bytes32('21'),
      paymentResponsePresent: true,
    }),
    row(510, {
      requestId: 'r-p2',
      transfer: 'permit2',
      payer: bob,
      nonce: '771002',
      validBefore: at(2500),
      state: 'failed',
      responseStatus: 402,
      settleReason: 'settlement_pending',
      tx: bytes32('22'),
    }),
  ],
  exchanges: [
    exchange(500, {
      requestId: 'r-p1',
      status: 200,
      payer: alice,
      nonce: '771001',
      tx: bytes32('21'),
    }),
    exchange(510, { requestId: 'r-p2', status: 402, payer: bob, nonce: '771002', tx: bytes32('22') }),
  ],
  txs: [
    mined(
      {
        hash: bytes32('21'),
        block: 501,
        from: facilitator,
        to: exactProxy,
        input: exactSettle(permit(alice, 771_001n)),
      },
      [transfer(alice, shop, 10_000n), proxySettled(exactProxy)],
    ),
    mined(
      {
        hash: bytes32('22'),
        block: 516,
        from: facilitator,
        to: exactProxy,
        input: exactSettle(permit(bob, 771_002n)),
      },
      [transfer(bob, shop, 10_000n), proxySettled(exactProxy)],
    ),
  ],
  truths: [paid(alice, '771001', 'matched', 10_000n), paid(bob, '771002', 'orphaned_payment', 10_000n)],
})

/** `aggregate3` of one call to the exact proxy; the call stands inside it as bytes. */
function wrapped(inner: string): string {
  const bytes = inner.slice(2)
  const length = BigInt(bytes.length / 2)
  const head = [32n, 1n, 32n, exactProxy, 0n, 96n, length].map(word).join('')
  return `0x82ad56cb${head}${bytes.padEnd(Math.ceil(bytes.length / 64) * 64, '0')}`
}

// Both payments were settled through a multicall. Plain RPC shows that money of the right amount came from each
// of them by Permit2, but not for which signature, because the call to the proxy is hidden in another
// call. The hash in Alice's record is the word of the facilitator, and a nonce that is spent may have been
// invalidated. So both records stay unknown, and the money is money that no record can prove to be its own.
export const permit2Wrapped: Scenario = scenario({
  name: 'Permit2 inside a multicall',
  rows: [
    row(600, {
      requestId: 'r-w1',
      transfer: 'permit2',
      payer: alice,
      nonce: '772001',
      validBefore: at(2500),
      state: 'settled',
      responseStatus: 200,
      tx: bytes32('23'),
      paymentResponsePresent: true,
    }),
    row(610, {
      requestId: 'r-w2',
      transfer: 'permit2',
      payer: bob,
      nonce: '772002',
      validBefore: at(2500),
      state: 'failed',
      responseStatus: 502,
    }),
  ],
  exchanges: [
    exchange(600, { requestId: 'r-w1', status: 200, payer: alice, nonce: '772001', tx: bytes32('23') }),
    exchange(610, { requestId: 'r-w2', status: 502, payer: bob, nonce: '772002' }),
  ],
  txs: [
    mined(
      {
        hash: bytes32('23'),
        block: 602,
        from: facilitator,
        to: multicall,
        input: wrapped(exactSettle(permit(alice, 772_001n))),
      },
      [transfer(alice, shop, 10_000n), proxySettled(exactProxy)],
    ),
    mined(
      {
        hash: bytes32('24'),
        block: 612,
        from: facilitator,
        to: multicall,
        input: wrapped(exactSettle(permit(bob, 772_002n))),
      },
      [transfer(bob, shop, 10_000n), proxySettled(exactProxy)],
    ),
  ],
  truths: [
    { ...paid(alice, '772001', 'indeterminate', 10_000n), decidable: false },
    { ...came(bytes32('23'), 0, 'unrecorded_receipt', 10_000n), decidable: false },
    { ...paid(bob, '772002', 'indeterminate', 10_000n), decidable: false },
    { ...came(bytes32('24'), 0, 'unrecorded_receipt', 10_000n), decidable: false },
  ],
})

// `upto`: the route asks for at most 0.05 USDC. Alice used 0.012 of it; that is what the payment response said
// and what moved. Carol used nothing: success without a transaction, and nothing is owed.
export const uptoLess: Scenario = scenario({
  name: 'upto, less than the maximum and nothing',
  rows: [
    row(700, {
      requestId: 'r-u1',
      scheme: 'upto',
      transfer: 'permit2',
      amountAtomic: '50000',
      payer: alice,
      nonce: '773001',
      validBefore: at(2500),
      state: 'settled',
      responseStatus: 200,
      tx: bytes32('25'),
      paymentResponsePresent: true,
    }),
    row(710, {
      requestId: 'r-u2',
      scheme: 'upto',
      transfer: 'permit2',
      amountAtomic: '0',
      payer: carol,
      nonce: '773002',
      validBefore: at(2500),
      state: 'settled',
      responseStatus: 200,
      tx: '',
      paymentResponsePresent: true,
    }),
  ],
  exchanges: [
    exchange(700, {
      requestId: 'r-u1',
      status: 200,
      payer: alice,
      nonce: '773001',
      tx: bytes32('25'),
      amountAtomic: 50_000n,
    }),
  ],
  txs: [
    mined(
      {
        hash: bytes32('25'),
        block: 702,
        from: facilitator,
        to: uptoProxy,
        input: uptoSettle(permit(alice, 773_001n, 50_000n), 12_000n, facilitator),
      },
      [transfer(alice, shop, 12_000n), proxySettled(uptoProxy)],
    ),
  ],
  truths: [paid(alice, '773001', 'matched', 12_000n)],
})
