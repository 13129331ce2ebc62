import { describe, expect, test } from 'vitest'
import { clawville } from '../../bench/incidents/baselines/clawville.ts'
import { txHash } from '../../bench/incidents/baselines/tx-hash.ts'
import { x402trace } from '../../bench/incidents/baselines/x402trace.ts'
import { address, bytes32, mined, transfer, usdc, used } from '../../bench/incidents/by-hand/chain-words.ts'
import { alice, at, bob, exchange, facilitator, scenario, shop } from '../../bench/incidents/by-hand/shop.ts'
import type { Contender, Exchange, Scenario, SimTx } from '../../bench/incidents/shapes.ts'

const paidAt = 500
const nonce = bytes32('01')

/** An exchange paid with block 500 and closed after so many seconds. */
function asked(closedAfter: number, part: Partial<Exchange> = {}): Exchange {
  const base = exchange(paidAt, { requestId: 'r', status: 502, payer: alice, nonce })
  return { ...base, closedAt: at(paidAt) + closedAfter, ...part }
}

/** Alice's payment, mined so many seconds after the request. */
function minedAfter(seconds: number, to = shop, value = 10_000n): SimTx {
  const block = paidAt + seconds / 2
  return mined({ hash: bytes32('e1'), block, from: facilitator, to: usdc }, [
    used(alice, nonce),
    transfer(alice, to, value),
  ])
}

function world(exchanges: readonly Exchange[], txs: readonly SimTx[]): Scenario {
  return scenario({ name: 'baseline', rows: [], exchanges, txs, truths: [] })
}

async function wordsOf(contender: Contender, one: Scenario): Promise<readonly string[]> {
  const answers = await contender.reconcile(one, ['honest'], 1)
  return answers.map(({ outcome }) => outcome)
}

describe('x402trace, as it is described', () => {
  const router = address('70')

  test.each([
    ['mined after the answer', asked(10), [minedAfter(12)], ['settled_on_chain']],
    ['mined before the answer', asked(10), [minedAfter(4)], ['not_settled']],
    ['mined before a late 500', asked(20, { status: 500 }), [minedAfter(2)], ['not_settled']],
    ['mined long after the answer', asked(10), [minedAfter(120)], ['not_settled']],
    ['never mined', asked(10), [], ['not_settled']],
    ['another amount', asked(10), [minedAfter(12, shop, 9_000n)], ['value_mismatch']],
    ['another recipient', asked(10), [minedAfter(12, bob)], ['recipient_mismatch']],
    ['answered 200 and never paid', asked(3, { status: 200 }), [], []],
    ['answered 402, mined afterwards', asked(3, { status: 402 }), [minedAfter(20)], ['settled_on_chain']],
    ['no nonce known', asked(10, { nonce: null }), [minedAfter(12)], []],
  ] as const)('%s', async (_name, one, txs, words) => {
    expect(await wordsOf(x402trace, world([one], txs))).toEqual(words)
  })

  test('of three payments in one transaction it sees one', async () => {
    const nonces = [bytes32('01'), bytes32('02'), bytes32('03')]
    const exchanges = nonces.map((own) => asked(10, { nonce: own }))
    const logs = nonces.flatMap((own) => [used(alice, own), transfer(alice, shop, 10_000n)])
    const tx = mined({ hash: bytes32('e2'), block: paidAt + 6, from: facilitator, to: usdc }, logs)
    expect(await wordsOf(x402trace, world(exchanges, [tx]))).toEqual([
      'settled_on_chain',
      'not_settled',
      'not_settled',
    ])
  })

  test('a router on the way looks like a wrong recipient', async () => {
    const tx = mined({ hash: bytes32('e3'), block: paidAt + 6, from: facilitator, to: router }, [
      used(alice, nonce),
      transfer(alice, router, 10_000n),
      transfer(router, shop, 10_000n),
    ])
    expect(await wordsOf(x402trace, world([asked(10)], [tx]))).toEqual(['recipient_mismatch'])
  })

  test('money that nobody asked for is not mentioned', async () => {
    const other = asked(3, { status: 200, nonce: bytes32('09') })
    expect(await wordsOf(x402trace, world([other], [minedAfter(12)]))).toEqual([])
  })
})

describe("ClawVille's matcher, as it is described", () => {
  const plain = (hash: string, block: number, value = 10_000n) =>
    mined({ hash, block, from: alice, to: usdc }, [transfer(alice, shop, value)])

  test.each([
    ['mined after the answer', [asked(10)], [minedAfter(12)], ['matched']],
    ['mined before the answer', [asked(10)], [minedAfter(4)], ['matched']],
    [
      'an equal transfer that has nothing to do with it',
      [asked(10)],
      [plain(bytes32('a1'), 520)],
      ['matched'],
    ],
    ['never mined', [asked(10)], [], ['no_money']],
    ['another amount looks like no money', [asked(10)], [minedAfter(12, shop, 9_000n)], ['no_money']],
    [
      'one transfer for two equal requests',
      [asked(10), asked(10, { nonce: bytes32('02') })],
      [minedAfter(12)],
      ['manual', 'manual'],
    ],
    [
      'two transfers for two equal requests',
      [asked(10), asked(10, { nonce: bytes32('02') })],
      [minedAfter(12), plain(bytes32('a2'), 530)],
      ['matched', 'matched'],
    ],
  ] as const)('%s', async (_name, exchanges, txs, words) => {
    expect(await wordsOf(clawville, world(exchanges, txs))).toEqual(words)
  })

  test('what came long before or after is not looked at', async () => {
    const late = plain(bytes32('a3'), paidAt + 700)
    expect(await wordsOf(clawville, world([asked(10)], [late]))).toEqual(['no_money'])
  })

  test('a transaction that a served payment names is taken', async () => {
    const served = asked(3, { status: 200, nonce: bytes32('09'), tx: bytes32('e1') })
    expect(await wordsOf(clawville, world([asked(10), served], [minedAfter(12)]))).toEqual(['no_money'])
  })

  test('near the end of the chain it waits', async () => {
    const last = exchange(2900, { requestId: 'r', status: 502, payer: alice, nonce })
    expect(await wordsOf(clawville, world([last], []))).toEqual(['waiting'])
  })
})

describe('matching by transaction hash only', () => {
  const tx = bytes32('e1')

  test.each([
    ['mined', asked(3, { status: 200, tx }), ['matched']],
    ['mined, although the buyer got an error', asked(3, { status: 500, tx }), ['matched']],
    ['an unknown hash after a 200', asked(3, { status: 200, tx: bytes32('ee') }), ['phantom']],
    ['no hash after an error', asked(3), ['no_charge']],
  ] as const)('%s', async (_name, one, words) => {
    expect(await wordsOf(txHash, world([one], [minedAfter(2)]))).toEqual(words)
  })
})
