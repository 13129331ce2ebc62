import { secp256k1 } from '@noble/curves/secp256k1'
import { putNumber } from './field.ts'
import { addPoints, pointLength } from './point-sums.ts'

/** How many bits of a key one row of the tables stands for. */
export const rowBits = 10
/** How many rows there are: the last has points for six bits only. */
export const rowCount = 26

const rowPoints = 2 ** rowBits
const keyBits = 256

let made: Float64Array | undefined

/** Where the point stands that a part of a key adds. */
export function placeInTables(row: number, part: number): number {
  return (row * rowPoints + part) * pointLength
}

/** The points 1, 2, 4 .. 2^255 of the curve, one after the other. */
function powersOfTwo(): readonly { readonly px: bigint; readonly py: bigint }[] {
  const points = [secp256k1.ProjectivePoint.BASE]
  while (points.length < keyBits) points.push((points.at(-1) ?? secp256k1.ProjectivePoint.BASE).double())
  return secp256k1.ProjectivePoint.normalizeZ(points)
}

/**
 * The multiples of the base point by which any key is a sum of at most 26 points: 4.7 MB, made once, when the first
 * batch comes, in 30 ms. Doubled step by step: of a row with the points 1 to 2^k - 1, the one of 2^k is added to each.
 */
export function pointTables(): Float64Array {
  if (made !== undefined) return made
  const tables = new Float64Array(placeInTables(rowCount, 0))
  for (const [power, { px, py }] of powersOfTwo().entries()) {
    const place = placeInTables(Math.floor(power / rowBits), 2 ** (power % rowBits))
    putNumber(tables, place, px)
    putNumber(tables, place + pointLength / 2, py)
  }
  for (let bit = 1; bit < rowBits; bit += 1) addStep(tables, bit)
  made = tables
  return made
}

/** In all rows the points from 2^bit + 1 up to 2^(bit + 1) - 1. */
function addStep(tables: Float64Array, bit: number): void {
  const first = 2 ** bit
  const to: number[] = []
  const from: number[] = []
  for (let row = 0; row * rowBits + bit < keyBits; row += 1) {
    for (let part = 1; part < first; part += 1) {
      const place = placeInTables(row, first + part)
      tables.copyWithin(place, placeInTables(row, first), placeInTables(row, first + 1))
      to.push(place)
      from.push(placeInTables(row, part))
    }
  }
  const additions = { to: Int32Array.from(to), from: Int32Array.from(from), count: to.length }
  addPoints({ sums: tables, points: tables, ...additions })
}
