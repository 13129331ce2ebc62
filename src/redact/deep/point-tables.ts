import { type Field, putNumber } from './field.ts'
import { addPoints, pointLength } from './point-sums.ts'

const rowBits = 10
// The last row has points for six bits only.
const rowCount = 26
const rowPoints = 2 ** rowBits
const numberBits = 256

/** A point of a curve y² = x³ + ax + b. */
export type Point = { readonly x: bigint; readonly y: bigint }

/**
 * The multiples of a point, one after the other, of numbers of 32 bytes with the highest first: from 1 up to the
 * order of the point less 1, which is odd.
 */
export type Multiples = (numbers: readonly Uint8Array[]) => Float64Array

/** The points 1, 2, 4 .. 2^255, made only when they are needed. */
export type Powers = () => readonly Point[]

function placeInTables(row: number, part: number): number {
  return (row * rowPoints + part) * pointLength
}

/**
 * The points by which any multiple is a sum of at most 26: 4.7 MB, made in 30 ms. Doubled step by step: of a row with
 * the points 1 to 2^k - 1, the one of 2^k is added to each.
 */
function tablesOf(field: Field, powers: Powers): Float64Array {
  const tables = new Float64Array(placeInTables(rowCount, 0))
  for (const [power, { x, y }] of powers().entries()) {
    const place = placeInTables(Math.floor(power / rowBits), 2 ** (power % rowBits))
    putNumber(tables, place, x)
    putNumber(tables, place + pointLength / 2, y)
  }
  for (let bit = 1; bit < rowBits; bit += 1) addStep(field, tables, bit)
  return tables
}

/** In all rows the points from 2^bit + 1 up to 2^(bit + 1) - 1. */
function addStep(field: Field, tables: Float64Array, bit: number): void {
  const first = 2 ** bit
  const to: number[] = []
  const from: number[] = []
  for (let row = 0; row * rowBits + bit < numberBits; row += 1) {
    for (let part = 1; part < first; part += 1) {
      const place = placeInTables(row, first + part)
      tables.copyWithin(place, placeInTables(row, first), placeInTables(row, first + 1))
      to.push(place)
      from.push(placeInTables(row, part))
    }
  }
  const additions = { to: Int32Array.from(to), from: Int32Array.from(from), count: to.length }
  addPoints({ field, sums: tables, points: tables, ...additions })
}

/** The bits of a number that one row of the tables stands for. */
function partOf(number: Uint8Array, row: number): number {
  const bit = row * rowBits
  const at = 31 - (bit >> 3)
  const bits = (number[at] ?? 0) | ((number[at - 1] ?? 0) << 8)
  return (bits >> (bit & 7)) & (rowPoints - 1)
}

/**
 * Multiples of one point, many at once, by tables that are made when the first come. Each is added up from its lowest
 * bits on, so that a sum is always a smaller multiple than what is added to it, and their sum at most the number: no
 * two are equal or opposite.
 */
export function createMultiples(field: Field, powers: Powers): Multiples {
  let points: Float64Array | undefined
  return (numbers) => {
    points ??= tablesOf(field, powers)
    const sums = new Float64Array(numbers.length * pointLength)
    const isBegun = new Uint8Array(numbers.length)
    const to = new Int32Array(numbers.length)
    const from = new Int32Array(numbers.length)
    for (let row = 0; row < rowCount; row += 1) {
      let count = 0
      for (const [at, number] of numbers.entries()) {
        const part = partOf(number, row)
        if (part === 0) continue
        const place = placeInTables(row, part)
        if (isBegun[at] === 0) {
          sums.set(points.subarray(place, place + pointLength), at * pointLength)
          isBegun[at] = 1
          continue
        }
        to[count] = at * pointLength
        from[count] = place
        count += 1
      }
      addPoints({ field, sums, points, to, from, count })
    }
    return sums
  }
}
