import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SettleOrder } from '../../src/core/profile.ts'
import { orderSeenIn, type SettleOrders, settleOrdersOf } from '../../src/payments/settle-order.ts'
import { record } from './world.ts'

const times = (
  settledAt: number | null,
  start: number | null,
  end: number | null,
  answer: number | null,
) => ({
  settledAt,
  workStartedAt: start,
  workEndedAt: end,
  respondedAt: answer,
})
const before = record(times(100, 110, 200, 210))
const after = record(times(205, 110, 200, 210))
const silent = record(times(null, 110, 200, 210))

describe('the order that the times of one record show', () => {
  test.each([
    ['settled, then worked', times(100, 110, 200, 210), 'before'],
    ['worked, then settled', times(205, 110, 200, 210), 'after'],
    ['answered, then settled', times(300, 110, 200, 210), 'async'],
    ['settled before the work began, its end not logged', times(100, 110, null, 210), 'before'],
    ['settled while the work went on', times(150, 110, 200, 210), null],
    ['settlement not logged', times(null, 110, 200, 210), null],
    ['work not logged', times(150, null, null, 210), null],
    ['everything in one millisecond', times(110, 110, 110, 110), null],
  ] as const)('%s', (_name, row, order) => {
    expect(orderSeenIn(row)).toBe(order)
  })

  test('it never says more than the times do', () => {
    const at = fc.option(fc.integer({ min: 0, max: 5 }))
    fc.assert(
      fc.property(at, at, at, at, (settled, start, end, answer) => {
        const order = orderSeenIn(times(settled, start, end, answer))
        if (order === null) return
        if (settled === null) throw new Error('said something about a settlement without a time')
        if (order === 'before') expect(settled).toBeLessThanOrEqual(start ?? -1)
        if (order === 'after') expect(settled).toBeGreaterThanOrEqual(end ?? 99)
        if (order === 'async') expect(settled).toBeGreaterThan(answer ?? 99)
      }),
    )
  })
})

describe('the order of a route', () => {
  const orders = (all: SettleOrder | null, ...routes: SettleOrders['routes']): SettleOrders => ({
    all,
    routes,
  })
  const quote = (order: SettleOrder) => ({ id: 'quote', method: 'GET', path: '/quote', order })
  const known = (records: readonly (typeof before)[], settleOrders?: SettleOrders) =>
    settleOrdersOf(records, { settleMode: 'sync', ...(settleOrders === undefined ? {} : { settleOrders }) })

  test('what is configured for the route wins, then for all, then what the records show, then the usual', () => {
    expect(known([before], orders('async', quote('after')))(before)).toEqual({
      order: 'after',
      by: 'configured',
      seen: 'before',
    })
    expect(known([before], orders('async'))(before)).toMatchObject({ order: 'async', by: 'configured' })
    expect(known([before, silent])(silent)).toEqual({ order: 'before', by: 'seen', seen: 'before' })
    expect(known([silent])(silent)).toEqual({ order: 'after', by: 'assumed', seen: null })
  })

  test('records of one route that show both orders show none', () => {
    expect(known([before, after, silent])(silent)).toEqual({ order: 'after', by: 'assumed', seen: null })
  })

  test('what one route shows says nothing about another', () => {
    const other = { ...silent, route: '/other' }
    expect(known([before, other])(other).by).toBe('assumed')
  })

  test.each(['quote', 'GET /quote', '/quote'])('a record that calls its route %s', (route) => {
    const one = { ...silent, route }
    expect(known([one], orders(null, quote('before')))(one).order).toBe('before')
  })

  test('a path of two methods with two orders is not guessed when the record names no method', () => {
    const post = { id: 'buy', method: 'POST', path: '/quote', order: 'async' } as const
    const one = { ...silent, route: '/quote', method: null }
    expect(known([one], orders(null, quote('before'), post))(one).by).toBe('assumed')
    expect(known([one], orders(null, quote('before'), post))({ ...one, method: 'POST' }).order).toBe('async')
  })

  test('settleMode async is an order for all routes', () => {
    expect(settleOrdersOf([silent], { settleMode: 'async' })(silent)).toMatchObject({ order: 'async' })
  })
})
