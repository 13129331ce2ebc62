import { describe, expect, test } from 'vitest'
import { couldNotSee, saw } from '../../src/core/observation.ts'
import type { ChainLog, ChainNode } from '../../src/core/ports.ts'
import { pairPayments } from '../../src/payments/pairing.ts'
import { permit2Address } from '../../src/payments/permit2.ts'
import type { PaymentRecord } from '../../src/payments/record.ts'
import { judgeCase } from '../../src/reconcile/judge-case.ts'
import { scanTarget } from '../../src/reconcile/scan/target.ts'
import { targetsFor } from '../../src/reconcile/scan/targets.ts'
import { alice, block, genesis, hash, policy, record, shop, transfer, usdc } from '../payments/world.ts'
import { nodeOver } from './chain-nodes.ts'
import { expected } from './judging.ts'

const proxy = '0x402085c248eea27d92e8b30b2c58ed07f9e20001'
const settled = '0x97088ec3606cfe8cc112180570d03fcde05f9b8e1bfef8e27784eaf5dd5691b6'
const tx = hash(0x7001)
const number = 1000
const look = { at: new Date(genesis * 1000).toISOString(), source: 'http://one/***', ref: 'test' }
const never = new AbortController().signal

const word = (value: bigint | string) =>
  (typeof value === 'string' ? value.slice(2) : value.toString(16)).padStart(64, '0')
const settleCall = (nonce: bigint) =>
  `0x13cd3b53${[usdc, 10_000n, nonce, 5n, alice, shop, 0n, 256n].map(word).join('')}`
const mark: ChainLog = {
  address: proxy,
  topics: [settled],
  data: '0x',
  blockNumber: number,
  blockHash: block(number).hash,
  tx,
  logIndex: 2,
}

type Parts = {
  readonly paid?: boolean
  readonly spent?: boolean | null
  readonly input?: string | null
  readonly to?: string
}

/** A node over a chain on which alice paid, or did not, by Permit2. */
function permitNode({ paid = true, spent = paid, input = settleCall(77n), to = proxy }: Parts): ChainNode {
  const transfers = paid ? [transfer(alice, shop, 10_000n, { tx, block: number })] : []
  const { node } = nodeOver({ transfers, authorizations: [] }, { more: paid ? [mark] : [] })
  return {
    ...node,
    transaction: async () =>
      input === null ? couldNotSee(look, 'deadline', 'no answer in time') : saw(look, { tx, to, input }),
    call: async (address) => {
      const isBitmap = address === permit2Address && spent !== null
      return saw(look, isBitmap ? `0x${word(spent === true ? 1n << 77n : 0n)}` : '0x')
    },
  }
}

const seconds = genesis + 2 * number
const lost = (part: Partial<PaymentRecord> = {}) =>
  record({
    transfer: 'permit2',
    nonce: '77',
    tx: null,
    state: 'failed',
    responseStatus: 402,
    receivedAt: (seconds - 4) * 1000,
    respondedAt: seconds * 1000,
    validBefore: seconds + 60,
    ...part,
  })

async function outcomes(records: readonly PaymentRecord[], nodes: readonly ChainNode[]) {
  const [target] = targetsFor(expected, records)
  if (target === undefined) throw new Error('no target')
  const window = { since: genesis + 1200, until: genesis + 4000, skewSeconds: 600 }
  const { view } = await scanTarget(target, nodes, window, never)
  const { cases } = pairPayments({ records, views: view === null ? [] : [view], policy })
  return cases.map((item) => [judgeCase(item, expected)?.outcome, ...item.reasons].join(' ')).sort()
}

describe('a Permit2 payment, from what a node answers', () => {
  test('the lost reply is found by the call data', async () => {
    expect(await outcomes([lost()], [permitNode({})])).toEqual(['ORPHANED_PAYMENT'])
  })

  test('without a record it is a receipt that nobody wrote down', async () => {
    expect(await outcomes([], [permitNode({})])).toEqual(['UNRECORDED_RECEIPT'])
  })

  test('through another contract, or without the call data, it is probable at most', async () => {
    const wrapped = ['INDETERMINATE PERMIT2_CALL_WRAPPED', 'UNRECORDED_RECEIPT']
    expect(await outcomes([lost()], [permitNode({ to: `0x${'9'.repeat(40)}` })])).toEqual(wrapped)
    expect(await outcomes([lost()], [permitNode({ input: null })])).toEqual(wrapped)
  })

  test('a second node that does not tell the call data does not take the proof away', async () => {
    expect(await outcomes([lost()], [permitNode({ input: null }), permitNode({})])).toEqual([
      'ORPHANED_PAYMENT',
    ])
  })

  test('the bit that is not set closes it after the deadline; no Permit2, no answer', async () => {
    expect(await outcomes([lost()], [permitNode({ paid: false })])).toEqual(['NO_CHARGE'])
    expect(await outcomes([lost()], [permitNode({ paid: false, spent: true })])).toEqual([
      'INDETERMINATE PERMIT2_NONCE_SPENT',
    ])
    expect(await outcomes([lost()], [permitNode({ paid: false, spent: null })])).toEqual([
      'INDETERMINATE NO_NONCE_ON_CHAIN',
    ])
  })

  test('one node that shows the bit set and one that does not are no proof', async () => {
    const nodes = [permitNode({ paid: false }), permitNode({ paid: false, spent: true })]
    expect(await outcomes([lost()], nodes)).toEqual(['INDETERMINATE NO_NONCE_ON_CHAIN'])
  })
})
