import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountField } from '../../../src/redact/deep/batch-accounts.ts'
import { evmField } from '../../../src/redact/deep/batch-addresses.ts'
import { add, limbs, putNumber, subtract } from '../../../src/redact/deep/field.ts'

// What `multiply` promises of its limbs, and what it takes of the larger factor.
const bound = Math.floor(2 ** 23.7)
const widest = 2 ** 25

const whole = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
const limb = (most: number) =>
  fc.oneof(fc.integer({ min: -most, max: most }), fc.constantFrom(-most, most, 0, 1, -1))
const number = (most: number) => fc.array(limb(most), { minLength: limbs, maxLength: limbs })
const isWithin = (list: Float64Array) =>
  list.every((item) => Number.isInteger(item) && Math.abs(item) <= bound)

describe.each([
  ['secp256k1', evmField, 2n ** 256n - 2n ** 32n - 977n],
  ['ed25519', accountField, 2n ** 255n - 19n],
])('numbers of the field of %s', (_name, { multiply, carry, numberAt, prime }, wanted) => {
  const within = (value: bigint) => ((value % prime) + prime) % prime
  const sumOf = (list: readonly number[]) =>
    within(list.reduceRight((sum, item) => (sum << 24n) + BigInt(item), 0n))

  test('come back as they were put, within the field', () => {
    expect(prime).toBe(wanted)
    fc.assert(
      fc.property(whole, (value) => {
        const place = new Float64Array(limbs)
        putNumber(place, 0, value)
        expect(numberAt(place, 0)).toBe(value % prime)
      }),
    )
  })

  test('have the products of bigint, with limbs within the bounds, up to the largest factors', () => {
    fc.assert(
      fc.property(number(widest), number(bound), (one, two) => {
        const into = new Float64Array(limbs)
        multiply(into, 0, Float64Array.from(one), 0, Float64Array.from(two), 0)
        expect(numberAt(into, 0)).toBe(within(sumOf(one) * sumOf(two)))
        expect(isWithin(into)).toBe(true)
      }),
      { numRuns: 300 },
    )
    for (const sign of [1, -1]) {
      const one = new Float64Array(limbs).fill(widest * sign)
      const two = new Float64Array(limbs).fill(bound)
      const into = new Float64Array(limbs)
      multiply(into, 0, one, 0, two, 0)
      expect(numberAt(into, 0)).toBe(within(sumOf([...one]) * sumOf([...two])))
      expect(isWithin(into)).toBe(true)
    }
  })

  test('may be written over by their product', () => {
    const place = new Float64Array(2 * limbs)
    putNumber(place, 0, prime - 2n)
    putNumber(place, limbs, 3n)
    multiply(place, 0, place, 0, place, limbs)
    expect(numberAt(place, 0)).toBe(prime - 6n)
    multiply(place, 0, place, 0, place, 0)
    expect(numberAt(place, 0)).toBe(36n)
  })

  test('have sums and differences, and what is carried of them', () => {
    fc.assert(
      fc.property(number(bound), number(bound), number(bound), (one, two, three) => {
        const into = new Float64Array(limbs)
        subtract(into, 0, Float64Array.from(one), 0, Float64Array.from(two), 0)
        add(into, 0, into, 0, Float64Array.from(three), 0)
        const value = within(sumOf(one) - sumOf(two) + sumOf(three))
        expect(numberAt(into, 0)).toBe(value)
        carry(into, 0)
        expect(numberAt(into, 0)).toBe(value)
        expect(isWithin(into)).toBe(true)
      }),
    )
  })
})
