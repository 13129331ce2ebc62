import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { addressesOfKeys } from '../../../src/redact/deep/batch-addresses.ts'
import { addressOfKey } from '../../../src/redact/key-address.ts'

const seedOf = (index: number) => createHash('sha256').update(`CANARY ${index}`).digest('hex')

test('many at once give what one by one gives', () => {
  const seeds = Array.from({ length: 60 }, (_, index) => seedOf(index))
  expect(addressesOfKeys(seeds)).toEqual(seeds.map(addressOfKey))
})

test('the edges of the curve: no key, or one that is computed alone, never a wrong address', () => {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const edges = [0n, 1n, 2n, 255n, 256n, 257n, order - 1n, order, order + 1n, (1n << 256n) - 1n].map(
    (value) => value.toString(16).padStart(64, '0'),
  )
  for (const [at, found] of addressesOfKeys(edges).entries()) {
    if (found !== null) expect(found).toBe(addressOfKey(edges[at] ?? ''))
  }
  expect(addressesOfKeys(edges).filter((found) => found === undefined)).toHaveLength(4)
})
