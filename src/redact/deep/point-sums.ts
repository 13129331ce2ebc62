import { type Field, limbs, putNumber, subtract } from './field.ts'

/** How many doubles a point takes: x, then y. */
export const pointLength = 2 * limbs

/** Points to add, two by two: to the point at `to[i]` of `sums` the one at `from[i]` of `points`. */
export type Additions = {
  readonly field: Field
  readonly sums: Float64Array
  readonly points: Float64Array
  readonly to: Int32Array
  readonly from: Int32Array
  readonly count: number
}

// A gap, a slope, what is still to be inverted, and three for what comes out.
const gap = 0
const slope = limbs
const rest = 2 * limbs
const newX = 3 * limbs
const newY = 4 * limbs
const inverse = 5 * limbs

/**
 * Adds points of a curve y² = x³ + ax + b, many at once: one inversion and six products each. No two that are added
 * may be equal or each other's negative; where one pair is, every sum is wrong.
 */
export function addPoints({ field, sums, points, to, from, count }: Additions): void {
  if (count === 0) return
  const { multiply, carry, numberAt, inverseOf } = field
  const own = new Float64Array(6 * limbs)
  const products = new Float64Array((count + 1) * limbs)
  putNumber(products, 0, 1n)
  for (let at = 0; at < count; at += 1) {
    subtract(own, gap, points, from[at] ?? 0, sums, to[at] ?? 0)
    multiply(products, (at + 1) * limbs, own, gap, products, at * limbs)
  }
  putNumber(own, rest, inverseOf(numberAt(products, count * limbs)))
  for (let at = count - 1; at >= 0; at -= 1) {
    const sum = to[at] ?? 0
    const point = from[at] ?? 0
    subtract(own, gap, points, point, sums, sum)
    multiply(own, inverse, own, rest, products, at * limbs)
    multiply(own, rest, own, gap, own, rest)
    subtract(own, slope, points, point + limbs, sums, sum + limbs)
    multiply(own, slope, own, slope, own, inverse)
    multiply(own, newX, own, slope, own, slope)
    subtract(own, newX, own, newX, sums, sum)
    subtract(own, newX, own, newX, points, point)
    carry(own, newX)
    subtract(own, newY, sums, sum, own, newX)
    multiply(own, newY, own, newY, own, slope)
    subtract(own, newY, own, newY, sums, sum + limbs)
    carry(own, newY)
    for (let limb = 0; limb < pointLength; limb += 1) sums[sum + limb] = own[newX + limb] ?? 0
  }
}
