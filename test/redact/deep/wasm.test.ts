import { keccak_256 } from '@noble/hashes/sha3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountField } from '../../../src/redact/deep/batch-accounts.ts'
import { evmField } from '../../../src/redact/deep/batch-addresses.ts'
import { limbs, putNumber } from '../../../src/redact/deep/field.ts'
import { createPlainAdder } from '../../../src/redact/deep/point-tables.ts'
import { createHashOfPoint } from '../../../src/redact/deep/wasm/keccak.ts'
import { i32, moduleOf, signed, started, unsigned } from '../../../src/redact/deep/wasm/module.ts'
import { createPairAdder } from '../../../src/redact/deep/wasm/pair-points.ts'

test('numbers are written as LEB128', () => {
  expect([0, 63, 64, -64, -65, 624_485, -123_456].map(signed)).toEqual([
    ...[[0], [0x3f], [0xc0, 0], [0x40], [0xbf, 0x7f], [0xe5, 0x8e, 0x26], [0xc0, 0xbb, 0x78]],
  ])
  expect([0, 127, 128, 624_485].map(unsigned)).toEqual([[0], [0x7f], [0x80, 1], [0xe5, 0x8e, 0x26]])
})

test('what does not run is nothing', () => {
  const broken = { name: 'broken', parameters: 0, locals: [[1, i32]], code: [0x6a] } as const
  expect(started(moduleOf([broken], 1))).toBeUndefined()
})

describe('the hash of a public key', () => {
  const point = fc.uint8Array({ minLength: 64, maxLength: 64 })
  test('is that of the library, one after the other', () => {
    const hash = createHashOfPoint()
    expect(hash).not.toBe(keccak_256)
    fc.assert(
      fc.property(point, (bytes) => {
        expect(Buffer.from(hash(bytes)).toString('hex')).toBe(Buffer.from(keccak_256(bytes)).toString('hex'))
      }),
    )
  })

  test('is made by the library where there is no WebAssembly', () => {
    expect(createHashOfPoint(() => undefined)).toBe(keccak_256)
  })
})

const pointDoubles = 2 * limbs
const bits = fc.bigInt({ min: 0n, max: 2n ** 255n - 20n })
// What a table or a sum may hold: the number as it was put, or limbs of either sign.
const bound = Math.floor(2 ** 23.7)
const loose = fc.array(fc.integer({ min: -bound, max: bound }), { minLength: limbs, maxLength: limbs })
const coordinate = fc.oneof(
  loose,
  bits.map((value) => {
    const put = new Float64Array(limbs)
    putNumber(put, 0, value)
    return [...put]
  }),
)
const points = fc.array(fc.tuple(coordinate, coordinate), { minLength: 4, maxLength: 14 })

describe.each([
  ['secp256k1', evmField],
  ['ed25519', accountField],
])('points of %s', (_name, field) => {
  const doubles = 5_000 * pointDoubles
  const numbers = (memory: Float64Array | undefined, length: number) =>
    Array.from({ length: length / limbs }, (_, index) =>
      memory === undefined ? -1n : field.numberAt(memory, index * limbs),
    )
  const [pairs, plain] = [createPairAdder(field, doubles), createPlainAdder(field, doubles)]

  test('are the same added in pairs and one by one', () => {
    fc.assert(
      fc.property(points, (list) => {
        const flat = Float64Array.from(list.flat(2))
        const count = Math.floor(list.length / 2)
        // No two that are added have the same x: see `addPoints`.
        const xs = list.map(([x]) => field.numberAt(Float64Array.from(x), 0))
        fc.pre(xs.slice(0, count).every((x, index) => x !== xs[count + index]))
        const places = Int32Array.from({ length: list.length }, (_, index) => index * pointDoubles)
        for (const adder of [pairs, plain]) {
          adder?.memory.set(flat)
          adder?.add(places.subarray(0, count), places.subarray(count), count)
        }
        expect(numbers(pairs?.memory, flat.length)).toEqual(numbers(plain.memory, flat.length))
      }),
      { numRuns: 60 },
    )
  })

  test('as many as come: more than fit at once, and none', () => {
    const count = 2_301
    const places = Int32Array.from({ length: 2 * count }, (_, index) => index * pointDoubles)
    for (const adder of [pairs, plain]) {
      for (let at = 0; at < 2 * count * pointDoubles; at += 1) {
        if (adder !== undefined) adder.memory[at] = ((at * 7_919) % 16_777_213) - (at % 3)
      }
      adder?.add(places.subarray(0, count), places.subarray(count), count)
      adder?.add(places, places, 0)
    }
    const length = 2 * count * pointDoubles
    expect(numbers(pairs?.memory, length)).toEqual(numbers(plain.memory, length))
  })
})
