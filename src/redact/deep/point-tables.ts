import { type Field, putNumber } from './field.ts'
import { addPoints, pointLength } from './point-sums.ts'
import { type Adder, createPairAdder } from './wasm/pair-points.ts'

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

// Multiples that are made at once: their sums stand behind the tables.
const mostAtOnce = 2_048
const tablesLength = placeInTables(rowCount, 0)
const memoryLength = tablesLength + mostAtOnce * pointLength

/** Adds points where there is no WebAssembly. */
export function createPlainAdder(field: Field, doubles: number): Adder {
  const memory = new Float64Array(doubles)
  return {
    memory,
    add: (to, from, count) => addPoints({ field, sums: memory, points: memory, to, from, count }),
  }
}

/**
 * Puts the points by which any multiple is a sum of at most 26: 4.7 MB, made in 30 ms. Doubled step by step: of a row
 * with the points 1 to 2^k - 1, the one of 2^k is added to each.
 */
function putTables({ memory, add }: Adder, powers: Powers): void {
  for (const [power, { x, y }] of powers().entries()) {
    const place = placeInTables(Math.floor(power / rowBits), 2 ** (power % rowBits))
    putNumber(memory, place, x)
    putNumber(memory, place + pointLength / 2, y)
  }
  for (let bit = 1; bit < rowBits; bit += 1) {
    const { to, from } = additionsOfStep(memory, bit)
    add(to, from, to.length)
  }
}

/** In all rows the points from 2^bit + 1 up to 2^(bit + 1) - 1. */
function additionsOfStep(tables: Float64Array, bit: number) {
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
  return { to: Int32Array.from(to), from: Int32Array.from(from) }
}

/** The bits of a number that one row of the tables stands for. */
function partOf(number: Uint8Array, row: number): number {
  const bit = row * rowBits
  const at = 31 - (bit >> 3)
  const bits = (number[at] ?? 0) | ((number[at - 1] ?? 0) << 8)
  return (bits >> (bit & 7)) & (rowPoints - 1)
}

/** Multiples, so many at most at once: their sums in the memory of what adds. */
function sumsOf({ memory, add }: Adder, numbers: readonly Uint8Array[]): Float64Array {
  const isBegun = new Uint8Array(numbers.length)
  const to = new Int32Array(numbers.length)
  const from = new Int32Array(numbers.length)
  for (let row = 0; row < rowCount; row += 1) {
    let count = 0
    for (let at = 0; at < numbers.length; at += 1) {
      const part = partOf(numbers[at] ?? new Uint8Array(32), row)
      if (part === 0) continue
      const place = placeInTables(row, part)
      const sum = tablesLength + at * pointLength
      if (isBegun[at] === 0) {
        memory.copyWithin(sum, place, place + pointLength)
        isBegun[at] = 1
        continue
      }
      to[count] = sum
      from[count] = place
      count += 1
    }
    add(to, from, count)
  }
  return memory.subarray(tablesLength, tablesLength + numbers.length * pointLength)
}

/** What adds on a curve: two by two in WebAssembly where that runs. */
export function createAdder(field: Field, doubles: number): Adder {
  return createPairAdder(field, doubles) ?? createPlainAdder(field, doubles)
}

/**
 * Multiples of one point, many at once, by tables that are made when the first come. Each is added up from its lowest
 * bits on, so that a sum is always a smaller multiple than what is added to it, and their sum at most the number: no
 * two are equal or opposite.
 */
export function createMultiples(field: Field, powers: Powers, adderOf = createAdder): Multiples {
  let adder: Adder | undefined
  return (numbers) => {
    if (adder === undefined) {
      adder = adderOf(field, memoryLength)
      putTables(adder, powers)
    }
    const points = new Float64Array(numbers.length * pointLength)
    for (let from = 0; from < numbers.length; from += mostAtOnce)
      points.set(sumsOf(adder, numbers.slice(from, from + mostAtOnce)), from * pointLength)
    return points
  }
}
