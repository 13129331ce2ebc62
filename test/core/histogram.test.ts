import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantileOf } from '../../src/core/histogram.ts'

test.each([
  ['in the middle', [50, 100], 0.5, { over: 0, upTo: 1, about: 1 }],
  ['on the border', [50, 100], 0.51, { over: 1, upTo: 2.5, about: 1.03 }],
  ['beyond the last bound', [50, 90], 0.99, { over: 2.5, upTo: null, about: null }],
])('%s', (_name, counts, share, found) => {
  expect(quantileOf({ bounds: [1, 2.5], counts, total: 100 }, share)).toEqual(found)
})

test('of nothing there is no quantile', () => {
  expect(quantileOf({ bounds: [1], counts: [0], total: 0 }, 0.99)).toBeNull()
})

test('the true quantile lies within the bounds that are named', () => {
  const times = fc.array(fc.double({ min: 0.001, max: 5, noNaN: true }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(times, fc.constantFrom(0.5, 0.9, 0.95, 0.99), (list, share) => {
      const bounds = [0.01, 0.1, 0.5, 1, 2.5]
      const counts = bounds.map((bound) => list.filter((time) => time <= bound).length)
      const found = quantileOf({ bounds, counts, total: list.length }, share)
      const sorted = [...list].sort((a, b) => a - b)
      const truth = sorted[Math.max(0, Math.ceil(share * list.length - 1e-9) - 1)] ?? 0
      expect(truth).toBeGreaterThan(found?.over ?? Number.NaN)
      expect(truth).toBeLessThanOrEqual(found?.upTo ?? Number.POSITIVE_INFINITY)
      if (found?.about != null) expect(found.about).toBeLessThanOrEqual(found.upTo ?? 0)
    }),
  )
})
