import { limbs } from '../field.ts'
import { type Code, get, set, unsigned, v128, type WasmFunction } from './module.ts'

// Two numbers of a field side by side: limb by limb one double of each, in the two lanes of 16 bytes. What is done is
// what `createField` does (see there for the bounds), with half the instructions a number.

/** How many bytes a pair of numbers takes. */
export const pairBytes = limbs * 16

const rounder = 1.5 * 2 ** 76
const down = 2 ** -24

const both = (value: number): Code => {
  const bytes = Buffer.alloc(16)
  bytes.writeDoubleLE(value, 0)
  bytes.writeDoubleLE(value, 8)
  return [0xfd, 0x0c, ...bytes]
}
/** Adds both lanes. */
export const sum = (one: Code, two: Code): Code => [...one, ...two, 0xfd, 0xf0, 0x01]
/** Subtracts in both lanes. */
export const difference = (one: Code, two: Code): Code => [...one, ...two, 0xfd, 0xf1, 0x01]
const product = (one: Code, two: Code): Code => [...one, ...two, 0xfd, 0xf2, 0x01]
const sumOf = (parts: readonly Code[]): Code => parts.reduce(sum)

/** A limb of the pair that stands at a place. */
export const limbAt = (pointer: Code, index: number): Code => [
  ...pointer,
  ...[0xfd, 0x00, 0x04],
  ...unsigned(index * 16),
]
/** Writes a limb of the pair at a place. */
export const putLimb = (pointer: Code, index: number, value: Code): Code => [
  ...pointer,
  ...value,
  ...[0xfd, 0x0b, 0x04],
  ...unsigned(index * 16),
]

/** The factors by which what stands above 2^264 comes back. */
export type Folding = { readonly low: number; readonly high: number }

/** Code for one limb after the other. */
export const each = (count: number, code: (index: number) => Code): Code =>
  Array.from({ length: count }, (_, index) => code(index)).flat()

/** Locals by name: each is a new number behind the parameters. */
function localsBehind(parameters: number) {
  let count = 0
  return {
    several: (many: number): ((index: number) => number) => {
      const first = parameters + count
      count += many
      return (index) => first + index
    },
    list: () => [[count, v128]] as const,
  }
}

/** Constants in locals: V8 makes one that stands in the code each time anew. */
type Constants = Readonly<Record<'rounder' | 'down' | 'low' | 'high', Code>>

function constantsIn(place: (index: number) => number, { low, high }: Folding) {
  const [first, second, third, fourth] = [place(0), place(1), place(2), place(3)]
  const constants: Constants = { rounder: get(first), down: get(second), low: get(third), high: get(fourth) }
  const code = [
    ...set(first, both(rounder)),
    ...set(second, both(down)),
    ...set(third, both(low)),
    ...set(fourth, both(high)),
  ]
  return { constants, code }
}

/** A local as a multiple of 2^24. */
const roundedOff = (local: number, { rounder: by }: Constants) => difference(sum(get(local), by), by)

type Places = (index: number) => number

/** Writes limbs behind a last round of carries, as `carry` does. */
function carried(into: Code, limb: Places, rounded: Places, constants: Constants): Code {
  const over = (index: number) => product(get(rounded(index)), constants.down)
  const rest = (index: number) => difference(get(limb(index)), get(rounded(index)))
  const last = limbs - 1
  return [
    ...each(limbs, (index) => set(rounded(index), roundedOff(limb(index), constants))),
    ...putLimb(into, 0, sum(rest(0), product(over(last), constants.low))),
    ...putLimb(into, 1, sumOf([rest(1), over(0), product(over(last), constants.high)])),
    ...each(limbs - 2, (index) => putLimb(into, index + 2, sum(rest(index + 2), over(index + 1)))),
  ]
}

/** `carry(into)` of pairs. */
export function carryOfPairs(folding: Folding): WasmFunction {
  const locals = localsBehind(1)
  const [limb, rounded] = [locals.several(limbs), locals.several(limbs)]
  const { constants, code: begin } = constantsIn(locals.several(4), folding)
  const code = [
    ...begin,
    ...each(limbs, (index) => set(limb(index), limbAt(get(0), index))),
    ...carried(get(0), limb, rounded, constants),
  ]
  return { name: 'carry', parameters: 1, locals: locals.list(), code }
}

// Columns of a product: those from `limbs` on stand for 2^264 and more.
const upperColumns = limbs - 1

/** The sums of products that stand at one place. */
function columnOf(a: Places, b: Places, place: number): Code {
  const first = Math.max(0, place - limbs + 1)
  const last = Math.min(place, limbs - 1)
  const count = last - first + 1
  return sumOf(
    Array.from({ length: count }, (_, at) => product(get(a(first + at)), get(b(place - first - at)))),
  )
}

/** `multiply(into, one, two)` of pairs. */
export function productOfPairs(folding: Folding): WasmFunction {
  const locals = localsBehind(3)
  const [a, b, t] = [locals.several(limbs), locals.several(limbs), locals.several(limbs + upperColumns)]
  // The upper columns rounded, and what is left of them: one more than there are.
  const [u, h] = [locals.several(upperColumns), locals.several(limbs)]
  const [r, v] = [locals.several(limbs), locals.several(limbs)]
  const [top, above, rest] = [locals.several(1)(0), locals.several(1)(0), locals.several(1)(0)]
  const { constants, code: begin } = constantsIn(locals.several(4), folding)
  const { down: shift, low, high } = constants
  const left = (index: number): Code =>
    sumOf([
      ...(index === upperColumns ? [] : [difference(get(t(limbs + index)), get(u(index)))]),
      ...(index === 0 ? [] : [product(get(u(index - 1)), shift)]),
    ])
  const folded = (index: number): Code =>
    sumOf([
      ...[get(t(index)), product(get(h(index)), low)],
      ...(index === 0 ? [] : [product(get(h(index - 1)), high)]),
    ])
  const more = product(get(above), shift)
  // What stands at 2^264 and above comes back at the bottom.
  const back = [
    [product(get(rest), low)],
    [product(get(rest), high), product(more, low)],
    [product(more, high)],
  ]
  const settled = (index: number): Code =>
    sumOf([
      difference(get(r(index)), get(v(index))),
      ...(index === 0 ? [] : [product(get(v(index - 1)), shift)]),
      ...(back[index] ?? []),
    ])
  const code = [
    ...begin,
    ...each(limbs, (index) => [
      ...set(a(index), limbAt(get(1), index)),
      ...set(b(index), limbAt(get(2), index)),
    ]),
    ...each(limbs + upperColumns, (place) => set(t(place), columnOf(a, b, place))),
    ...each(upperColumns, (index) => set(u(index), roundedOff(t(limbs + index), constants))),
    ...each(limbs, (index) => set(h(index), left(index))),
    ...each(limbs, (index) => set(r(index), folded(index))),
    ...each(limbs, (index) => set(v(index), roundedOff(r(index), constants))),
    ...set(top, sum(product(get(v(limbs - 1)), shift), product(get(h(limbs - 1)), high))),
    ...set(above, roundedOff(top, constants)),
    ...set(rest, difference(get(top), get(above))),
    ...each(limbs, (index) => set(r(index), settled(index))),
    ...carried(get(0), r, v, constants),
  ]
  return { name: 'multiply', parameters: 3, locals: locals.list(), code }
}
