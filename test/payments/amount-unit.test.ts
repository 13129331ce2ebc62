import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimalFromAtomic } from '../../src/core/money.ts'
import {
  type AmountUnit,
  atomicOf,
  makeUnitVote,
  readAtomic,
  readWrittenAmount,
} from '../../src/payments/records/amount-unit.ts'

type Written = ReturnType<typeof written>

function written(value: string | number) {
  const amount = readWrittenAmount('amount', value)
  if (typeof amount === 'string') throw new Error(amount)
  return amount
}

function decideUnits(amounts: readonly Written[], told: AmountUnit | null, file: string) {
  const vote = makeUnitVote()
  for (const amount of amounts) vote.add(amount)
  return vote.decide(told, file)
}

describe('units', () => {
  test('all integers are atomic, all decimals are tokens, zero says nothing', () => {
    expect(decideUnits(['1000', 5, '0'].map(written), null, 'f')('amount')).toBe('atomic')
    expect(decideUnits(['0.01', '1.0', '0'].map(written), null, 'f')('amount')).toBe('token')
  })

  test('a mixture is an error that names the way out', () => {
    const mixed = ['0.01', '1'].map(written)
    expect(() => decideUnits(mixed, null, 'pay.csv')).toThrowErrorMatchingInlineSnapshot(
      `[OpsError: pay.csv: the amounts in "amount" mix integers and decimals]`,
    )
    expect(decideUnits(mixed, 'token', 'pay.csv')('amount')).toBe('token')
  })

  test('a whole JSON number beside fractional ones is not taken for atomic units', () => {
    expect(() => decideUnits([written(1), written(0.5)], null, 'f')).toThrow('mix integers and decimals')
  })

  test('numbers that lost digits are refused', () => {
    expect(atomicOf(written(0.1), 'token', 6)).toContain('fractional JSON number')
    expect(readWrittenAmount('amount', 2 ** 53)).toContain('too large to be exact')
    expect(readAtomic(2 ** 53)).toBeUndefined()
    expect(readAtomic('9007199254740993')).toBe(9007199254740993n)
  })

  test.each(['-1', '1e3', '1,000', '$0.01', '0x10', '', ' 1 2'])('"%s" is not an amount', (text) => {
    expect(typeof readWrittenAmount('amount', text)).toBe('string')
  })

  test('what does not fit is said, not rounded', () => {
    expect(atomicOf(written('0.0000001'), 'token', 6)).toBe("does not fit the token's 6 decimals")
    expect(atomicOf(written('0.01'), 'token', null)).toContain('decimals are not known')
    expect(atomicOf(written('0.01'), 'atomic', 6)).toContain('atomic units')
  })

  test('every amount comes back from both forms', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 60n }),
        fc.integer({ min: 1, max: 18 }),
        (atomic, decimals) => {
          expect(atomicOf(written(atomic.toString()), 'atomic', decimals)).toBe(atomic)
          const text = decimalFromAtomic(atomic, decimals)
          expect(atomicOf(written(text), 'token', decimals)).toBe(atomic)
        },
      ),
    )
  })
})
