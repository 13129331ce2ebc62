import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FinalityPolicy } from '../../src/core/profile.ts'
import { pairPayments } from '../../src/payments/pairing.ts'
import { policyBlock } from '../../src/payments/policy.ts'
import { alice, hash, payment, policy, record, scan, view } from './world.ts'

const world = (finalized: number | null = 1900) => view(scan({ latest: 2000, safe: 1950, finalized }))

describe('from which block on money counts', () => {
  test.each<[FinalityPolicy, number]>([
    ['latest', 2000],
    ['safe', 1950],
    ['finalized', 1900],
    [12, 1988],
    [0, 2000],
  ])('%s: up to block %i', (finality, block) => {
    expect(policyBlock(world(), finality)).toBe(block)
  })

  test('a node that names no final block leaves nothing final, except what asks for no tag', () => {
    expect(policyBlock(world(null), 'finalized')).toBeNull()
    expect(policyBlock(world(null), 'latest')).toBe(2000)
  })

  test('latest counts whatever is mined, and never less than the other policies', () => {
    const policies: readonly FinalityPolicy[] = ['safe', 'finalized', 12]
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 2000 }), fc.constantFrom(...policies), (block, other) => {
        const views = [view(scan({ ...payment(alice, hash(1), 10_000n, { block }) }))]
        const finalityOf = (finality: FinalityPolicy) =>
          pairPayments({ records: [record()], views, policy: { ...policy, finality } }).cases[0]?.facts
            .finality
        expect(finalityOf('latest')).toBe('reached')
        if (finalityOf(other) === 'reached') expect(finalityOf('latest')).toBe('reached')
      }),
    )
  })
})
