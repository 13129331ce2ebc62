import { expect, test } from 'vitest'
import { durationMs, durationText } from '../../src/core/duration.ts'

test.each([
  ['500ms', 500],
  ['10s', 10_000],
  ['2m', 120_000],
  ['24h', 86_400_000],
  ['25h', undefined],
  ['0s', undefined],
  ['10', undefined],
  ['10S', undefined],
  ['1.5s', undefined],
  ['1M', undefined],
  ['-1s', undefined],
  ['1s ', undefined],
  ['', undefined],
])('%s is %s ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms)
})

test('what is written reads back', () => {
  expect([1500, 10_000].map((ms) => durationMs(durationText(ms)))).toEqual([1500, 10_000])
})
