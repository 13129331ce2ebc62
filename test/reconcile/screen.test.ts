import { expect, test } from 'vitest'
import type { ReconcileExpected } from '../../src/reconcile/expected.ts'
import { scopePairs } from '../../src/reconcile/screen.ts'
import type { ReconcileSeen } from '../../src/reconcile/seen.ts'
import { block } from '../payments/world.ts'

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
