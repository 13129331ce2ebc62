import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressesOfKeys } from '../../../src/redact/deep/batch-addresses.ts'
import { addressOfKey } from '../../../src/redact/key-address.ts'

const seedOf = (index: number) => createHash('sha256').update(`CANARY ${index}`).digest('hex')
const hex = (value: bigint) => value.toString(16).padStart(64, '0')

test('many at once give what one by one gives', () => {
  const seeds = Array.from({ length: 60 }, (_, index) => seedOf(index))
  expect(addressesOfKeys(seeds)).toEqual(seeds.map(addressOfKey))
  expect(addressesOfKeys([])).toEqual([])
})

test('the edges of the curve and of the rows of the tables, all in one batch', () => {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const powers = [1n, 9n, 10n, 11n, 20n, 100n, 249n, 250n, 251n, 255n].map((bits) => 1n << bits)
  const around = [1n, ...powers, order >> 1n, order, (1n << 256n) - 2n].flatMap((value) => [
    value - 1n,
    value,
    value + 1n,
  ])
  const edges = [...around, ...powers.map((power) => order - power)].map(hex)
  expect(addressesOfKeys(edges)).toEqual(edges.map(addressOfKey))
})

test('keys of few bits, wherever those stand', () => {
  const few = fc.array(fc.nat({ max: 255 }), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(fc.array(few, { minLength: 1, maxLength: 4 }), (keys) => {
      const seeds = keys.map((bits) => hex(bits.reduce((value, bit) => value | (1n << BigInt(bit)), 0n)))
      expect(addressesOfKeys(seeds)).toEqual(seeds.map(addressOfKey))
    }),
    { numRuns: 40 },
  )
})
