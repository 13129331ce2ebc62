import { describe, expect, test } from 'vitest'
import { bytes32, mined, reverted, transfer, usdc, used } from '../../bench/incidents/by-hand/chain-words.ts'
import {
  alice,
  at,
  exchange,
  facilitator,
  paid,
  row,
  scenario,
  shop,
} from '../../bench/incidents/by-hand/shop.ts'
import { scoreOf } from '../../bench/incidents/contenders.ts'
import { ours } from '../../bench/incidents/ours.ts'
import type { Miss } from '../../bench/incidents/score.ts'
import type { NodeFault, Scenario } from '../../bench/incidents/shapes.ts'

const nonce = bytes32('01')

function world(block: number, part: Readonly<Record<string, unknown>>, rest: Partial<Scenario>): Scenario {
  const base = scenario({
    name: 'one liar',
    rows: [row(block, { requestId: 'r', payer: alice, nonce, ...part })],
    exchanges: [exchange(block, { requestId: 'r', status: 502, payer: alice, nonce })],
    txs: [],
    truths: [],
  })
  return { ...base, ...rest, chain: { ...base.chain, ...rest.chain } }
}

const payment = (block: number) =>
  mined({ hash: bytes32('e1'), block, from: facilitator, to: usdc }, [
    used(alice, nonce),
    transfer(alice, shop, 10_000n),
  ])

const refund = mined({ hash: bytes32('e2'), block: 600, from: shop, to: usdc, input: '0xa9059cbb' }, [
  transfer(shop, alice, 10_000n),
])

/** What is said wrongly - "unknown" is not - in forty variations of a fault. */
async function wrongly(one: Scenario, nodes: readonly NodeFault[]): Promise<readonly Miss[]> {
  const misses: Miss[] = []
  for (let seed = 0; seed < 40; seed += 1) {
    misses.push(...(await scoreOf(ours, { ...one, seed }, nodes)).misses)
  }
  return misses.filter(({ kind }) => kind !== 'unknown')
}

const withTxs = (one: Scenario, txs: Scenario['chain']['txs'], outcome: string): Scenario => ({
  ...one,
  chain: { ...one.chain, txs },
  truths: [{ story: 'one liar', ...paid(alice, nonce, outcome, null) }],
})

const toTheHead = { window: { since: at(300), until: at(3000) } }
const failed = { state: 'failed', responseStatus: 502 }
const fresh = withTxs(
  world(2940, { ...failed, validBefore: at(2940) + 300 }, toTheHead),
  [payment(2950)],
  'orphaned_payment',
)
const refunded = { state: 'refunded', responseStatus: 502, refundTx: bytes32('e2') }

describe('what a liar must not talk us into', () => {
  test('honest nodes tell all of these rightly', async () => {
    const all = [
      fresh,
      withTxs(world(500, refunded, {}), [refund], 'refund_without_payment'),
      withTxs(world(500, refunded, {}), [payment(505), refund], 'refunded'),
    ]
    for (const one of all) expect(await wrongly(one, ['honest'])).toEqual([])
  })

  test('a node minutes behind the clock: nothing moved so far', async () => {
    expect(await wrongly(fresh, ['lags'])).toEqual([])
  })

  test('a node that hides the log of a young payment: nothing moved so far', async () => {
    expect(await wrongly(fresh, ['hides-logs'])).toEqual([])
  })

  test('two nodes that disagree about the refund of a payment that never came: there was none', async () => {
    const one = withTxs(world(500, refunded, {}), [refund], 'refund_without_payment')
    expect(await wrongly(one, ['alters-amounts', 'honest'])).toEqual([])
  })

  test('a node that hides the refund named in the books: there was none', async () => {
    const one = withTxs(world(500, refunded, {}), [refund], 'refund_without_payment')
    expect(await wrongly(one, ['hides-logs'])).toEqual([])
  })

  test('two nodes that disagree about a refund: it is missing, send it again', async () => {
    const one = withTxs(world(500, refunded, {}), [payment(505), refund], 'refunded')
    expect(await wrongly(one, ['alters-amounts', 'honest'])).toEqual([])
  })

  test('a node that calls the log of the refund removed: it is missing, send it again', async () => {
    const one = withTxs(world(500, refunded, {}), [payment(505), refund], 'refunded')
    expect(await wrongly(one, ['removed-logs'])).toEqual([])
  })

  const served = { state: 'settled', responseStatus: 200, tx: bytes32('e3') }
  const revert = reverted({ hash: bytes32('e3'), block: 502, from: facilitator, to: usdc })
  const servedAndReverted = withTxs(world(500, served, toTheHead), [revert], 'reverted_settlement')

  test('a node that denies receipts beside two that show the revert: the revert is gone', async () => {
    expect(await wrongly(servedAndReverted, ['honest', 'no-receipts', 'honest'])).toEqual([])
  })

  test('a node that invents logs beside two that show the revert: the revert is gone', async () => {
    expect(await wrongly(servedAndReverted, ['honest', 'invents-logs', 'honest'])).toEqual([])
  })
})
