import fc from 'fast-check'
import { expect, test } from 'vitest'
import { carry, limbs, multiply, numberAt, putNumber, subtract } from '../../../src/redact/deep/field.ts'

const prime = 2n ** 256n - 2n ** 32n - 977n
// What `multiply` promises of its limbs, and what it takes of the larger factor.
const bound = Math.floor(2 ** 23.7)
const widest = 2 ** 25

const whole = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
const limb = (most: number) =>
  fc.oneof(fc.integer({ min: -most, max: most }), fc.constantFrom(-most, most, 0, 1, -1))
const number = (most: number) => fc.array(limb(most), { minLength: limbs, maxLength: limbs })

function sumOf(list: readonly number[]): bigint {
  const value = list.reduceRight((sum, item) => (sum << 24n) + BigInt(item), 0n) % prime
  return value < 0n ? value + prime : value
}

const isWithin = (list: Float64Array) =>
  list.every((item) => Number.isInteger(item) && Math.abs(item) <= bound)

test('a number comes back as it was put, within the field', () => {
  fc.assert(
    fc.property(whole, (value) => {
      const place = new Float64Array(limbs)
      putNumber(place, 0, value)
      expect(numberAt(place, 0)).toBe(value % prime)
    }),
  )
})

test('products are those of bigint, and their limbs within the bounds, up to the largest factors', () => {
  fc.assert(
    fc.property(number(widest), number(bound), (one, two) => {
      const into = new Float64Array(limbs)
      multiply(into, 0, Float64Array.from(one), 0, Float64Array.from(two), 0)
      expect(numberAt(into, 0)).toBe((sumOf(one) * sumOf(two)) % prime)
      expect(isWithin(into)).toBe(true)
    }),
    { numRuns: 300 },
  )
  for (const sign of [1, -1]) {
    const one = new Float64Array(limbs).fill(widest * sign)
    const two = new Float64Array(limbs).fill(bound)
    const into = new Float64Array(limbs)
    multiply(into, 0, one, 0, two, 0)
    expect(numberAt(into, 0)).toBe((sumOf([...one]) * sumOf([...two]) + prime) % prime)
    expect(isWithin(into)).toBe(true)
  }
})

test('a product may take the place of its factors', () => {
  const place = new Float64Array(2 * limbs)
  putNumber(place, 0, prime - 2n)
  putNumber(place, limbs, 3n)
  multiply(place, 0, place, 0, place, limbs)
  expect(numberAt(place, 0)).toBe(prime - 6n)
  multiply(place, 0, place, 0, place, 0)
  expect(numberAt(place, 0)).toBe(36n)
})

test('differences, and what is carried of them', () => {
  fc.assert(
    fc.property(number(bound), number(bound), number(bound), (one, two, three) => {
      const into = new Float64Array(limbs)
      subtract(into, 0, Float64Array.from(one), 0, Float64Array.from(two), 0)
      subtract(into, 0, into, 0, Float64Array.from(three), 0)
      const wanted = (sumOf(one) - sumOf(two) - sumOf(three) + 2n * prime) % prime
      expect(numberAt(into, 0)).toBe(wanted)
      carry(into, 0)
      expect(numberAt(into, 0)).toBe(wanted)
      expect(isWithin(into)).toBe(true)
    }),
  )
})
