import { type Field, limbs, putNumber } from '../field.ts'
import {
  type Code,
  callOf,
  get,
  i32,
  loopWhile,
  moduleOf,
  number,
  plus,
  set,
  started,
  unsigned,
  type WasmFunction,
} from './module.ts'
import {
  carryOfPairs,
  difference,
  each,
  type Folding,
  limbAt,
  pairBytes,
  productOfPairs,
  putLimb,
} from './pair-field.ts'

/** Where points stand, as doubles, and what adds to them. */
export type Adder = {
  readonly memory: Float64Array
  /** Adds to the point at `to[i]` the one at `from[i]`, so many: see `addPoints`. */
  readonly add: (to: Int32Array, from: Int32Array, count: number) => void
}

const mostAtOnce = 2_048
const mostPairs = mostAtOnce / 2

// Where what stands in memory, in bytes.
const slope = 0
const rest = pairBytes
const inverse = 2 * pairBytes
const newX = 3 * pairBytes
const newY = 4 * pairBytes
const toAt = 5 * pairBytes
const fromAt = toAt + mostAtOnce * 4
const productsAt = fromAt + mostAtOnce * 4
const gapsAt = productsAt + (mostPairs + 1) * pairBytes
const pointsAt = gapsAt + mostPairs * pairBytes

const multiply = 0
const carry = 1

/** What stands at a place, as a pointer. */
const scratch = (place: number): Code => number(place)
const times = (into: Code, one: Code, two: Code): Code => callOf(multiply, into, one, two)

// The parameters and locals of both functions below: the pair that is dealt with, and where its four points stand.
const [to, from, products, gaps, count, sum0, sum1, point0, point1] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const

const wordAt = (pointer: number, offset: number): Code => [...get(pointer), 0x28, 0x02, ...unsigned(offset)]

const pointsOfPair: Code = [
  ...set(sum0, wordAt(to, 0)),
  ...set(sum1, wordAt(to, 4)),
  ...set(point0, wordAt(from, 0)),
  ...set(point1, wordAt(from, 4)),
]

/** Two doubles from two places, one in each lane. */
const gathered = (one: number, two: number, double: number): Code => [
  ...get(two),
  ...[...get(one), 0xfd, 0x0a, 0x03, ...unsigned(double * 8)],
  ...[0xfd, 0x57, 0x03, ...unsigned(double * 8), 1],
]
const ofSums = (double: number): Code => gathered(sum0, sum1, double)
const ofPoints = (double: number): Code => gathered(point0, point1, double)

/** A lane of a pair, written to a place of its own. */
const scattered = (target: number, lane: number, pair: number, double: number): Code => [
  ...get(target),
  ...limbAt(scratch(pair), double % limbs),
  ...[0xfd, 0x5b, 0x03, ...unsigned(double * 8), lane],
]

const moved = (local: number, by: number): Code => set(local, plus(get(local), number(by)))

/** The gaps of all pairs, and their products one by one. */
const forward: WasmFunction = {
  name: 'forward',
  parameters: 5,
  locals: [[4, i32]],
  code: loopWhile(
    [
      ...pointsOfPair,
      ...each(limbs, (limb) => putLimb(get(gaps), limb, difference(ofPoints(limb), ofSums(limb)))),
      ...times(plus(get(products), number(pairBytes)), get(gaps), get(products)),
      ...[...moved(to, 8), ...moved(from, 8), ...moved(products, pairBytes), ...moved(gaps, pairBytes)],
      ...moved(count, -1),
    ],
    get(count),
  ),
}

/** From the last pair to the first: the inverse of each gap out of that of all, and the sum of two points. */
const backward: WasmFunction = {
  name: 'backward',
  parameters: 5,
  locals: [[4, i32]],
  code: loopWhile(
    [
      ...[...moved(to, -8), ...moved(from, -8), ...moved(products, -pairBytes), ...moved(gaps, -pairBytes)],
      ...pointsOfPair,
      ...times(scratch(inverse), scratch(rest), get(products)),
      ...times(scratch(rest), get(gaps), scratch(rest)),
      ...each(limbs, (limb) =>
        putLimb(scratch(slope), limb, difference(ofPoints(limbs + limb), ofSums(limbs + limb))),
      ),
      ...times(scratch(slope), scratch(slope), scratch(inverse)),
      ...times(scratch(newX), scratch(slope), scratch(slope)),
      ...each(limbs, (limb) =>
        putLimb(
          scratch(newX),
          limb,
          difference(difference(limbAt(scratch(newX), limb), ofSums(limb)), ofPoints(limb)),
        ),
      ),
      ...callOf(carry, scratch(newX)),
      ...each(limbs, (limb) =>
        putLimb(scratch(newY), limb, difference(ofSums(limb), limbAt(scratch(newX), limb))),
      ),
      ...times(scratch(newY), scratch(newY), scratch(slope)),
      ...each(limbs, (limb) =>
        putLimb(scratch(newY), limb, difference(limbAt(scratch(newY), limb), ofSums(limbs + limb))),
      ),
      ...callOf(carry, scratch(newY)),
      ...each(2 * limbs, (double) => {
        const pair = double < limbs ? newX : newY
        return [...scattered(sum0, 0, pair, double), ...scattered(sum1, 1, pair, double)]
      }),
      ...moved(count, -1),
    ],
    get(count),
  ),
}

/** The module for a field, with memory for points of so many doubles. */
function moduleFor(folding: Folding, doubles: number): Uint8Array {
  const functions = [productOfPairs(folding), carryOfPairs(folding), forward, backward]
  return moduleOf(functions, pointsAt + doubles * 8)
}

function laneOf(pairs: Float64Array, at: number, lane: number): Float64Array {
  return Float64Array.from({ length: limbs }, (_, limb) => pairs[at + limb * 2 + lane] ?? 0)
}

/** Inverts both numbers of the last product and puts them where `backward` begins. */
function invert(
  { numberAt, inverseOf, prime }: Field,
  scratches: Float64Array,
  products: Float64Array,
  last: number,
): void {
  const [one, two] = [0, 1].map((lane) => numberAt(laneOf(products, last, lane), 0)) as [bigint, bigint]
  const inverted = inverseOf((one * two) % prime)
  for (const [lane, value] of [(inverted * two) % prime, (inverted * one) % prime].entries()) {
    const limbsOf = new Float64Array(limbs)
    putNumber(limbsOf, 0, value)
    for (const [limb, double] of limbsOf.entries()) scratches[rest / 8 + limb * 2 + lane] = double
  }
}

/**
 * Adds points two by two in WebAssembly, with memory of so many doubles for them: a quarter of the time. Undefined
 * where that does not run.
 */
export function createPairAdder(field: Field, doubles: number): Adder | undefined {
  const running = started(moduleFor(field, doubles))
  if (running === undefined) return undefined
  const { memory: buffer, call } = running
  const [add, finish] = [call('forward'), call('backward')]
  const tos = new Int32Array(buffer, toAt, mostAtOnce)
  const froms = new Int32Array(buffer, fromAt, mostAtOnce)
  const scratches = new Float64Array(buffer, 0, toAt / 8)
  const products = new Float64Array(buffer, productsAt, ((mostPairs + 1) * pairBytes) / 8)
  for (const lane of [0, 1]) products[lane] = 1

  const addSome = (given: Int32Array, others: Int32Array, start: number, end: number) => {
    for (let at = start; at < end; at += 1) {
      tos[at - start] = pointsAt + (given[at] ?? 0) * 8
      froms[at - start] = pointsAt + (others[at] ?? 0) * 8
    }
    const many = end - start
    // The last one alone is added in both lanes: both write the same to the same place.
    if (many % 2 === 1) {
      tos[many] = tos[many - 1] ?? 0
      froms[many] = froms[many - 1] ?? 0
    }
    const pairs = Math.ceil(many / 2)
    add(toAt, fromAt, productsAt, gapsAt, pairs)
    invert(field, scratches, products, (pairs * pairBytes) / 8)
    finish(
      toAt + pairs * 8,
      fromAt + pairs * 8,
      productsAt + pairs * pairBytes,
      gapsAt + pairs * pairBytes,
      pairs,
    )
  }

  return {
    memory: new Float64Array(buffer, pointsAt, doubles),
    add: (given, others, many) => {
      for (let start = 0; start < many; start += mostAtOnce)
        addSome(given, others, start, Math.min(many, start + mostAtOnce))
    },
  }
}
