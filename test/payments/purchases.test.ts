import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeScans } from '../../src/payments/chain-view.ts'
import { pairPayments } from '../../src/payments/pairing.ts'
import { boughtWith } from '../../src/payments/purchases.ts'
import { honestScan, worlds } from './model.ts'
import { policy } from './world.ts'

test('every purchase that pairing finds was known before a case was made', () => {
  let found = 0
  fc.assert(
    fc.property(worlds, (world) => {
      const input = { records: world.records, views: [mergeScans([honestScan(world, 'one')])], policy }
      const purchases = pairPayments(input).cases.filter(
        ({ facts }) =>
          facts.books !== 'absent' && facts.isFirstClaim && facts.effect === 'one' && !facts.duplicate,
      )
      found += purchases.length
      const told = boughtWith(input)
      for (const { network, asset, route, payer, requiredAtomic, movedAtomic, ...item } of purchases) {
        const at = item.receivedAt ?? (item.blockTime === null ? null : item.blockTime * 1000)
        if (at === null) continue
        const amountAtomic = requiredAtomic ?? movedAtomic
        expect(told).toContainEqual({ network, asset, route, payer, amountAtomic, at })
      }
    }),
  )
  expect(found).toBeGreaterThan(20)
})
