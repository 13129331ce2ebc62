import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Cover, clipRanges, lacking, subtractRanges } from '../../../src/adapters/cache/cover.ts'
import { joinCovers } from '../../../src/adapters/cache/pieces.ts'

const top = 24
const range = fc
  .tuple(fc.nat(top), fc.nat(top))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
const cover = fc
  .record({ range, values: fc.subarray(names) })
  .map(({ range: at, values }): Cover => ({ ...at, values: new Set(values) }))
const blocksOf = (list: readonly { from: number; to: number }[]) =>
  list.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at))

test('every address and block that is not covered is asked for, in few groups', () => {
  fc.assert(
    fc.property(
      fc.subarray(names, { minLength: 1 }),
      range,
      fc.array(cover, { maxLength: 12 }),
      (values, at, covers) => {
        const groups = lacking(values, at, covers)
        expect(groups.length).toBeLessThanOrEqual(6)
        expect(groups.flatMap((group) => group.values).length).toBeLessThanOrEqual(values.length)
        for (const value of values) {
          const asked = blocksOf(
            groups.filter((group) => group.values.includes(value)).flatMap(({ ranges }) => ranges),
          )
          const missing = blocksOf([at]).filter(
            (block) => !covers.some((one) => one.values.has(value) && one.from <= block && block <= one.to),
          )
          // Where groups are put together, more is asked than is missing; never less, never twice.
          expect(missing.filter((block) => !asked.includes(block))).toEqual([])
          expect(new Set(asked).size).toBe(asked.length)
          expect(asked.every((block) => at.from <= block && block <= at.to)).toBe(true)
          if (groups.length < 6) expect(asked.sort((a, b) => a - b)).toEqual(missing)
        }
      },
    ),
  )
})

test('joined covers say the same as before, each address and block once', () => {
  fc.assert(
    fc.property(fc.array(cover, { maxLength: 8 }), (covers) => {
      const joined = joinCovers(covers)
      for (const value of names) {
        const of = (list: readonly Cover[]) => blocksOf(list.filter(({ values }) => values.has(value)))
        expect(of(joined).sort((a, b) => a - b)).toEqual([...new Set(of(covers))].sort((a, b) => a - b))
      }
    }),
  )
})

test('what is cut out of ranges and what is left of them make up the whole', () => {
  fc.assert(
    fc.property(range, fc.array(range, { maxLength: 5 }), (whole, list) => {
      const parts = [...blocksOf(subtractRanges(whole, list)), ...blocksOf(clipRanges([whole], list))]
      expect(parts.sort((a, b) => a - b)).toEqual(blocksOf([whole]))
    }),
  )
})
