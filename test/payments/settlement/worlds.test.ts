import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeScans, type NodeScan } from '../../../src/payments/chain-view.ts'
import { pairPayments } from '../../../src/payments/pairing.ts'
import { advise } from '../../../src/payments/settlement/advice.ts'
import { readState } from '../../../src/payments/settlement/from-case.ts'
import { isDead, isPaid } from '../../../src/payments/settlement/states.ts'
import { type Deed, honestScan, lies, type World, worlds } from '../model.ts'
import { block, policy } from '../world.ts'

const look = { nowMs: policy.until * 1000, settleTimeoutMs: 60_000 }

/** Can this authorization move nothing any more, as the finalized block proves? Told from the world alone. */
function isOver(deed: Deed, world: World): boolean {
  if (deed.fate === 'cancelled') return deed.block <= world.finalized
  return deed.fate === 'never' && block(world.finalized).timestamp >= deed.validBefore
}

/** What is said of a payment and is not true of the world. */
function untrue(world: World, scans: readonly NodeScan[]): readonly string[] {
  const { cases } = pairPayments({ records: world.records, views: [mergeScans(scans)], policy })
  return cases.flatMap((item) => {
    const deed = world.deeds[(item.lines[0]?.line ?? 0) - 1]
    if (deed === undefined) return []
    const reading = readState(item, look)
    const { action, retry } = advise(item, reading, { finalAfterMs: 1_080_000 })
    const moved = deed.fate === 'paid' || deed.fate === 'paid-elsewhere'
    const wrong = [
      retry === 'SAFE_TO_RETRY' && !isOver(deed, world) ? 'safe to retry' : null,
      isDead(reading.state) && !isOver(deed, world) ? 'dead' : null,
      // Above the head of the node that is behind, a payment may be the word of the other one.
      isPaid(reading.state) && !moved && deed.block <= world.head ? 'paid' : null,
      action === 'deliver' && !(deed.fate === 'paid' && deed.block <= world.safe) ? 'deliver' : null,
    ]
    return wrong.flatMap((word) => (word === null ? [] : [`${word}: ${deed.fate} at ${deed.block}`]))
  })
}

describe('what is said of a payment is true, whatever one of two nodes says', () => {
  test('one honest node', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        expect(untrue(world, [honestScan(world, 'http://one/***')])).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test.each(Object.entries(lies))('an honest node, perhaps behind, beside one that %s', (_name, lie) => {
    fc.assert(
      fc.property(worlds, fc.boolean(), fc.integer({ min: 0, max: 20 }), (world, first, behind) => {
        const honest = honestScan(world, 'http://one/***', behind)
        const liar = lie(honestScan(world, 'http://two/***'), world)
        const scans = first ? [liar, honest] : [honest, liar]
        expect(untrue({ ...world, head: world.head - behind }, scans)).toEqual([])
      }),
      { numRuns: 50 },
    )
  })
})
