import { describe, expect, test } from 'vitest'
import { alice, hash, payment, record, scan, shop, transfer, view } from '../payments/world.ts'
import { judgeWorld, onLine } from './judging.ts'

const refund = transfer(shop, alice, 10_000n, { tx: hash(0x8001), block: 300, logIndex: 0 })
const altered = { ...refund, value: 9_999n }
const books = [record({ ...onLine(1), state: 'refunded', responseStatus: 500 })]

/** Two nodes that agree on the payment, if there is one, and show the refund in two ways. */
function judged(parts: Parameters<typeof scan>[0]) {
  const one = scan({ ...parts, label: 'http://one/***', transfers: [...(parts?.transfers ?? []), refund] })
  const two = scan({ ...parts, label: 'http://two/***', transfers: [...(parts?.transfers ?? []), altered] })
  return judgeWorld(books, [view(one, two)]).map(({ outcome, item }) => [outcome, item.reasons])
}

test('a refund that the nodes dispute closes no payment that was never made', () => {
  const key = `${alice}/${hash(1)}`
  expect(judged({ nonces: { [key]: false } })).toEqual([['INDETERMINATE', ['NODES_DISAGREE']]])
})

test('a refund that the nodes dispute is not called missing', () => {
  expect(judged(payment(alice, hash(1)))).toEqual([['INDETERMINATE', ['NODES_DISAGREE']]])
})

test('a refund is not called missing where not every block was read', () => {
  const holes = [{ from: 250, to: 350, why: 'rate: refused' }]
  const [one, two] = ['http://one/***', 'http://two/***'].map((label) =>
    scan({ ...payment(alice, hash(1)), label, holes }),
  )
  const found = judgeWorld(books, [view(one!, two!)]).map(({ outcome, item }) => [outcome, item.reasons])
  expect(found).toEqual([['INDETERMINATE', ['REFUND_NOT_READ']]])
})

test('a refund that every node says is not there is missing', () => {
  const nodes = ['http://one/***', 'http://two/***'].map((label) =>
    scan({ ...payment(alice, hash(1)), label }),
  )
  expect(judgeWorld(books, [view(...nodes)]).map(({ outcome }) => outcome)).toEqual(['REFUND_MISSING'])
})

describe('a refund transaction that the books name, and no transfer of it', () => {
  const named = [record({ ...onLine(1), state: 'refunded', responseStatus: 500, refundTx: hash(0x8001) })]
  const outcomes = (state: 'success' | 'reverted' | 'absent' | 'unknown') =>
    judgeWorld(named, [view(scan({ ...payment(alice, hash(1)), txs: { [hash(0x8001)]: state } }))]).map(
      ({ outcome, item }) => [outcome, item.reasons],
    )

  test.each([
    ['success', ['INDETERMINATE', ['REFUND_LOG_MISSING']]],
    ['unknown', ['INDETERMINATE', ['REFUND_NOT_READ']]],
    ['reverted', ['REFUND_MISSING', []]],
    ['absent', ['REFUND_MISSING', []]],
  ] as const)('is %s', (state, expected) => {
    expect(outcomes(state)).toEqual([expected])
  })
})
