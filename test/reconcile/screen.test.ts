import { expect, test } from 'vitest'
import { classTables } from '../../src/reconcile/class-tables.ts'
import type { ReconcileExpected } from '../../src/reconcile/expected.ts'
import type { JudgedCase } from '../../src/reconcile/judge-case.ts'
import { scopePairs } from '../../src/reconcile/screen.ts'
import type { ReconcileSeen } from '../../src/reconcile/seen.ts'
import { alice, block, hash, network, shop, usdc } from '../payments/world.ts'
import { expected } from './judging.ts'

test('a block that is missing for two reasons is missing once', () => {
  const holes = [
    { from: 3, to: 98, why: 'too many topics' },
    { from: 98, to: 98, why: 'stopped' },
  ]
  const chain = {
    network: 'eip155:8453',
    window: { from: block(4), to: block(90) },
    read: { from: 3, to: 98 },
  }
  const chains = [{ ...chain, holes, safe: block(97), transfersIn: 0, endpoints: ['a'] }]
  const seen = { since: 1, until: 2, sources: [], chains } as unknown as ReconcileSeen
  const pairs = scopePairs(seen, { finality: 'safe' } as ReconcileExpected)
  expect(pairs.map(([, text]) => text)).toContain('0 of 96 blocks read, safe 97; 0 transfers in, 1 endpoint')
})

test('money that was paid back already is said in the row that asks for a refund', () => {
  const facts = { refundFound: true } as JudgedCase['item']['facts']
  const item = {
    ...{
      caseId: 'aabbccddeeff0011',
      facts,
      flags: ['refund_found'],
      lines: [],
      recordIds: [],
      requestIds: [],
    },
    ...{
      network,
      asset: usdc,
      payer: alice,
      payTo: shop,
      tx: hash(1),
      blockTime: 1_795_000_000,
      reasons: [],
    },
    ...{ movedAtomic: 10_000n, requiredAtomic: null, refund: { tx: hash(2), logIndex: 0, block: 9 } },
    ...{ receivedAt: null, respondedAt: null, validBefore: null, evidence: [], candidates: [] },
  } as unknown as JudgedCase['item']
  const judged = { item, outcome: 'UNRECORDED_RECEIPT', verdict: 'WARN', provisional: null } as JudgedCase
  const titles = (one: JudgedCase) => {
    const [table] = classTables([one], expected)
    return table?.kind === 'table' ? table.columns.map(({ title }) => title) : []
  }
  expect(titles(judged)).toContain('PAID BACK')
  expect(titles({ ...judged, item: { ...item, facts: { ...facts, refundFound: false } } })).not.toContain(
    'PAID BACK',
  )
})
