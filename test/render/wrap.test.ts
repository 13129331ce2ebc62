import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnWidths } from '../../src/render/column-widths.ts'
import { displayWidth } from '../../src/render/display-width.ts'
import { wrap } from '../../src/render/wrap.ts'

describe('long words are cut where they read best', () => {
  test('a path breaks behind its separators', () => {
    expect(wrap('POST /x402/v1/verify-claim-against-source', 18, 'anywhere')).toEqual([
      'POST',
      '/x402/v1/verify-',
      'claim-against-',
      'source',
    ])
  })

  test('a word without a separator is cut at the edge', () => {
    expect(wrap('abcdefghij', 4, 'anywhere')).toEqual(['abcd', 'efgh', 'ij'])
  })

  test('no line is too wide and no character is lost', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        const lines = wrap(text, width, 'anywhere')
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(width, 2))
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      }),
    )
  })
})

describe('columns give way, widest first', () => {
  test('a column at its floor keeps it', () => {
    expect(
      columnWidths(
        [
          { width: 14, floor: 14 },
          { width: 30, floor: 8 },
        ],
        40,
        2,
      ),
    ).toEqual([14, 24])
  })

  test('what cannot fit is said, not squeezed', () => {
    expect(
      columnWidths(
        [
          { width: 30, floor: 30 },
          { width: 30, floor: 30 },
        ],
        40,
        2,
      ),
    ).toBeUndefined()
  })
})
