import { expect, test } from 'vitest'
import { alice, bob, hash, record, router, scan, shop, transfer, used, view } from '../payments/world.ts'
import { judgeWorld, onLine } from './judging.ts'

test('a router that pools two payments and keeps a part: neither is known, and neither went astray', () => {
  const nodes = scan({
    authorizations: [used(alice, hash(1), { logIndex: 0 }), used(bob, hash(2), { logIndex: 2 })],
    transfers: [
      transfer(alice, router, 10_000n, { logIndex: 1 }),
      transfer(bob, router, 10_000n, { logIndex: 3 }),
      transfer(router, shop, 19_990n, { logIndex: 4 }),
    ],
    txs: { [hash(0x7001)]: 'success' },
  })
  const books = [
    record({ ...onLine(1), requestId: 'req-1', payer: alice, nonce: hash(1) }),
    record({ ...onLine(2), requestId: 'req-2', payer: bob, nonce: hash(2) }),
  ]
  expect(judgeWorld(books, [view(nodes)]).map(({ outcome }) => outcome)).toEqual(['AMBIGUOUS', 'AMBIGUOUS'])
})
