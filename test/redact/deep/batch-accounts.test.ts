import { createHash } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base58Text } from '../../../src/redact/deep/base58.ts'
import { accountsOfSeeds } from '../../../src/redact/deep/batch-accounts.ts'
import { createKeyTest } from '../../../src/redact/deep/key-test.ts'

const seedOf = (index: number) => createHash('sha256').update(`CANARY ${index}`).digest('hex')
const alone = (seed: string) => Buffer.from(ed25519.getPublicKey(seed)).toString('hex')

test('many at once give what one by one gives', () => {
  const seeds = Array.from({ length: 60 }, (_, index) => seedOf(index))
  expect(accountsOfSeeds([...seeds, '00'.repeat(32), 'ff'.repeat(32)])).toEqual(
    [...seeds, '00'.repeat(32), 'ff'.repeat(32)].map(alone),
  )
  expect(accountsOfSeeds([])).toEqual([])
})

test('any seeds', () => {
  const seed = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => Buffer.from(bytes).toString('hex'))
  fc.assert(
    fc.property(fc.array(seed, { minLength: 1, maxLength: 3 }), (seeds) => {
      expect(accountsOfSeeds(seeds)).toEqual(seeds.map(alone))
    }),
    { numRuns: 40 },
  )
})

test('a key is told among many, whether they are prepared or not, and whenever its account is entered', () => {
  const seeds = Array.from({ length: 200 }, (_, index) => seedOf(index))
  const account = base58Text(Buffer.from(alone(seedOf(7)), 'hex'))
  const prepared = createKeyTest()
  prepared.addAddress(account)
  prepared.prepare(seeds)
  const plain = createKeyTest()
  plain.addAddress(`0x${'ab'.repeat(20)}`)
  // Derived for an address only, while no account was known.
  expect(plain.ofSeed(seedOf(7))).toBe('other')
  plain.addAddress(account)
  for (const keyTest of [prepared, plain]) {
    expect(seeds.slice(0, 20).map(keyTest.ofSeed).indexOf('key')).toBe(7)
    expect(seeds.slice(0, 20).filter((seed) => keyTest.ofSeed(seed) === 'key')).toHaveLength(1)
  }
})
