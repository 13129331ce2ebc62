import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  atomicFromDecimal,
  atomicFromText,
  decimalFromAtomic,
  formatAmount,
  formatAmountBoth,
} from '../../src/core/money.ts'

const usdc = { decimals: 6, symbol: 'USDC', asset: '0x00', network: 'eip155:8453' }
const uint256 = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n })

describe('amounts', () => {
  test.each([
    [5000n, '0.005 USDC', '0.005 USDC (5000 atomic)'],
    [1_000_000n, '1 USDC', '1 USDC (1000000 atomic)'],
    [0n, '0 USDC', '0 USDC (0 atomic)'],
    [-10_000n, '-0.01 USDC', '-0.01 USDC (-10000 atomic)'],
  ])('%s', (atomic, short, both) => {
    expect(formatAmount({ ...usdc, atomic })).toBe(short)
    expect(formatAmountBoth({ ...usdc, atomic })).toBe(both)
  })

  test('what is printed reads back as the same amount, to the last digit', () => {
    fc.assert(
      fc.property(uint256, fc.integer({ min: 0, max: 30 }), (atomic, decimals) => {
        const text = decimalFromAtomic(atomic, decimals)
        fc.pre(text.length <= 60)
        expect(atomicFromDecimal(text, decimals)).toBe(atomic)
        expect(text).not.toMatch(/e|,|\s|\.$|\.\d*0$/)
      }),
    )
  })

  test.each(['1e3', ' 10', '10 ', '-1', '+1', '0x10', '1.0', '', '１', `${1n << 256n}`])(
    '%j is no integer',
    (text) => {
      expect(atomicFromText(text)).toBeUndefined()
    },
  )

  test.each(['0.0000001', '1.', '.5', '1,5', 'NaN', '1e-3', ''])(
    '%j is no amount of six decimals',
    (text) => {
      expect(atomicFromDecimal(text, 6)).toBeUndefined()
    },
  )

  test('trailing zeros beyond the decimals are no fraction', () => {
    expect(atomicFromDecimal('0.0100000000', 6)).toBe(10_000n)
  })
})
