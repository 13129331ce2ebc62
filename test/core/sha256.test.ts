import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256Hex } from '../../src/core/sha256.ts'

const byNode = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

test('every length around the ends of blocks is hashed as node:crypto hashes it', () => {
  for (let length = 0; length <= 200; length += 1) {
    const text = 'abcdefghij'.repeat(20).slice(0, length)
    expect(sha256Hex(text)).toBe(byNode(text))
  }
})

test('any text is hashed as node:crypto hashes it, also one that is no valid UTF-16', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(sha256Hex(text)).toBe(byNode(text))
    }),
    { numRuns: 200 },
  )
  expect(sha256Hex('\ud800')).toBe(byNode('\ud800'))
  expect(sha256Hex('x'.repeat(100_000))).toBe(byNode('x'.repeat(100_000)))
})
