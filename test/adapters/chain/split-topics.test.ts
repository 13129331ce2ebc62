import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxTopicValues, splitTopics } from '../../../src/adapters/chain/split-topics.ts'

test('short lists stay one part', () => {
  expect(splitTopics(['0xa', null, ['0xb', '0xc']], 10)).toEqual([['0xa', null, ['0xb', '0xc']]])
})

test('too many combinations are refused, not cut', () => {
  const long = Array.from({ length: 1001 }, (_, at) => String(at))
  expect(splitTopics([long, long], 100)).toBeUndefined()
})

test('every combination of values stands in exactly one part, and no part is too long', () => {
  const list = fc
    .integer({ min: 1, max: 350 })
    .map((count) => Array.from({ length: count }, (_, at) => String(at)))
  fc.assert(
    fc.property(list, list, fc.nat(), fc.nat(), (first, second, i, j) => {
      const parts = splitTopics([first, 'x', [...second, ...second]], 1000) ?? []
      const [a, b] = [first[i % first.length]!, second[j % second.length]!]
      expect(parts.filter((part) => part[0]!.includes(a) && part[2]!.includes(b))).toHaveLength(1)
      for (const part of parts) {
        expect(part[0]!.length).toBeLessThanOrEqual(maxTopicValues)
        expect(part[2]!.length).toBeLessThanOrEqual(maxTopicValues)
      }
    }),
    { numRuns: 50 },
  )
})
