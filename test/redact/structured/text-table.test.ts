import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTextTable } from '../../../src/redact/structured/text-table.ts'
import { alone } from '../../../src/redact/text-memory.ts'

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((list) => list.join(''))
const uuid = hex(32).map((text) => text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'))
const few = fc.integer({ min: 0, max: 3 }).map((number) => number.toString(16).repeat(40))
// A form with another sign in one place.
const nearly = fc
  .tuple(
    fc.oneof(
      hex(64),
      hex(40).map((text) => `0x${text}`),
      uuid,
    ),
    fc.nat(),
    fc.constantFrom(...'gGA-`:/@é\uff10'),
  )
  .map(([text, at, sign]) => text.slice(0, at % text.length) + sign + text.slice((at % text.length) + 1))
const texts = fc.oneof(
  nearly,
  ...[hex(64), hex(40), hex(40).map((text) => `0x${text}`), uuid, few, few.map((text) => `0x${text}`)],
  // One sign away from the forms that are kept as bytes.
  ...[hex(63), hex(39).map((text) => `${text}G`), uuid.map((text) => text.replace('-', '0'))],
  ...[uuid.map((text) => text.toUpperCase()), fc.string({ unit: 'binary', maxLength: 70 })],
)

test('a table says what a map says, of every text', () => {
  const steps = fc.array(fc.tuple(texts, fc.integer({ min: 0, max: 255 })), { maxLength: 300 })
  fc.assert(
    fc.property(steps, fc.array(texts, { maxLength: 20 }), (entered, asked) => {
      const table = createTextTable()
      const map = new Map<string, number>()
      for (const [text, value] of entered) {
        table.set(text, value)
        map.set(text, value)
      }
      for (const text of [...map.keys(), ...asked]) {
        expect(table.get(text)).toBe(map.get(text))
        expect(table.has(text)).toBe(map.has(text))
      }
      expect(table.size()).toBe(map.size)
      expect([...table.keys()].sort()).toEqual([...map.keys()].sort())
    }),
    { numRuns: 60 },
  )
})

test('a text on its own is the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(alone(text)).toBe(text)
    }),
  )
  expect(alone('\ud800x')).toBe('\ud800x')
})
