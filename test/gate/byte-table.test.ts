import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createByteTable } from '../../src/gate/byte-table.ts'
import { createSeenAt } from '../../src/gate/seen-at.ts'

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('a table of bytes numbers what is new, and knows what is there', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 20, maxLength: 20 }),
    fc.integer({ min: 0, max: 2_000 }).map((at) => {
      const made = Buffer.alloc(20)
      made.writeUInt32LE(at, at % 17)
      return made
    }),
  )
  fc.assert(
    fc.property(
      fc.array(bytes, { maxLength: 1_500 }),
      fc.array(bytes, { maxLength: 50 }),
      (entered, asked) => {
        const table = createByteTable(20)
        const numbers = new Map<string, number>()
        for (const item of entered) {
          const due = numbers.get(hexOf(item)) ?? numbers.size
          expect(table.add(item)).toBe(due)
          numbers.set(hexOf(item), due)
        }
        for (const item of asked) expect(table.has(item)).toBe(numbers.has(hexOf(item)))
        expect(table.size()).toBe(numbers.size)
        expect(table.hex(0, table.size() + 5)).toEqual([...numbers.keys()])
      },
    ),
    { numRuns: 30 },
  )
})

test('over the borders of its blocks', () => {
  const table = createByteTable(32)
  const made = Array.from({ length: 40_000 }, (_, at) => {
    const bytes = Buffer.alloc(32)
    bytes.writeUInt32BE(at, 28)
    return bytes
  })
  for (const [at, bytes] of made.entries()) expect(table.add(bytes)).toBe(at)
  expect(table.hex(16_383, 16_386)).toEqual(made.slice(16_383, 16_386).map(hexOf))
  expect(made.every((bytes, at) => table.add(bytes) === at)).toBe(true)
})

describe('where things were seen', () => {
  test('in the order seen, one line once in a row, the first hundred', () => {
    const seen = createSeenAt()
    for (let line = 1; line <= 150; line += 1) {
      seen.add(7, { file: 'a', line })
      seen.add(7, { file: 'a', line })
      seen.add(8, { file: line % 2 === 0 ? 'a' : 'b', line: 1 })
    }
    expect(seen.of(7)).toEqual(Array.from({ length: 100 }, (_, at) => ({ file: 'a', line: at + 1 })))
    expect(seen.of(8).slice(0, 2)).toEqual([
      { file: 'b', line: 1 },
      { file: 'a', line: 1 },
    ])
    expect(seen.of(9)).toEqual([])
  })
})
