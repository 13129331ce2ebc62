import { expect, test } from 'vitest'
import { alice, hash, payment, record, scan, view } from '../payments/world.ts'
import { judgeWorld, onLine } from './judging.ts'

const first = payment(alice, hash(1), 10_000n, { tx: hash(0x7001), block: 101 })
const second = payment(alice, hash(2), 10_000n, { tx: hash(0x7002), block: 120 })

/** Two charges of one purchase; the nodes dispute the first one. Their classes by nonce. */
function judged(statusOfFirst: number, statusOfSecond: number) {
  const paymentIdentifier = 'pay_1'
  const books = [
    record({ ...onLine(1), requestId: 'a', paymentIdentifier, responseStatus: statusOfFirst }),
    record({
      ...onLine(2),
      ...{ requestId: 'b', paymentIdentifier, nonce: hash(2), tx: hash(0x7002) },
      responseStatus: statusOfSecond,
    }),
  ]
  const one = scan({
    label: 'http://one/***',
    authorizations: [...first.authorizations, ...second.authorizations],
    transfers: [...first.transfers, ...second.transfers],
  })
  const two = scan({ ...second, label: 'http://two/***' })
  const cases = judgeWorld(books, [view(one, two)])
  return [1, 2].map((n) => cases.find(({ item }) => item.nonce === hash(n))?.outcome)
}

test('the only delivered payment serves its purchase, whatever became of the other', () => {
  expect(judged(502, 200)).toEqual(['INDETERMINATE', 'MATCHED'])
})

test('a payment is not called in order when an undecided one may have served its purchase before', () => {
  expect(judged(200, 200)).toEqual(['INDETERMINATE', 'INDETERMINATE'])
})

test('an undelivered payment is not called lost when the undecided one may make it a second charge', () => {
  expect(judged(200, 502)).toEqual(['INDETERMINATE', 'INDETERMINATE'])
})
