import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRetryAfter, waitBeforeRetry } from '../../../src/adapters/chain/retry-after.ts'

const now = new Date('2026-11-21T07:40:00Z')

test.each([
  ['2', 2000],
  ['0', 0],
  ['3600', 10_000],
  ['1000000000', 10_000],
  ['1e9', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  ['Sat, 21 Nov 2026 07:40:04 GMT', 4000],
  ['Sat, 21 Nov 2026 09:40:04 GMT', 10_000],
  ['Sat, 21 Nov 2026 07:00:00 GMT', 0],
  ['Sat, 99 Nov 2026', undefined],
])('Retry-After: %s', (value, wait) => {
  expect(parseRetryAfter(value, now)).toBe(wait)
})

test('whatever the header says, the wait stays between nothing and ten seconds', () => {
  const header = fc.oneof(
    fc.string(),
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map((at) => at.toUTCString()),
  )
  fc.assert(
    fc.property(header, fc.integer({ min: 1, max: 3 }), (value, tries) => {
      const wait = waitBeforeRetry(tries, 500, parseRetryAfter(value, now))
      expect(wait).toBeGreaterThanOrEqual(500)
      expect(wait).toBeLessThanOrEqual(10_000)
    }),
  )
})
