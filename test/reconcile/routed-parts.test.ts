import { expect, test } from 'vitest'
import { entriesOf, sumsOf } from '../../src/reconcile/account/moves.ts'
import { alice, hash, record, router, scan, shop, transfer, used, view } from '../payments/world.ts'
import { judgeWorld } from './judging.ts'

test('a payment that a router passed on in two parts is counted once', () => {
  const seen = view(
    scan({
      authorizations: [used(alice, hash(1), { logIndex: 0 })],
      transfers: [
        transfer(alice, router, 10_000n, { logIndex: 1 }),
        transfer(router, shop, 2_500n, { logIndex: 2 }),
        transfer(router, shop, 7_500n, { logIndex: 3 }),
      ],
      txs: { [hash(0x7001)]: 'success' },
    }),
  )
  const judged = judgeWorld([record()], [seen])
  expect(judged.map(({ outcome, item }) => [outcome, item.movedAtomic])).toEqual([['MATCHED', 10_000n]])
  const cases = judged.map(({ item }) => item)
  const entries = entriesOf(
    seen,
    cases,
    { payTo: [shop], senders: [shop] },
    { after: 0, to: 2000, comparedTo: 1900 },
  )
  expect(sumsOf(entries, shop, 2000)).toEqual({ inAtomic: 10_000n, outAtomic: 0n })
})
