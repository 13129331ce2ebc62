import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKnownValues } from '../../src/redact/known.ts'
import { createRedactor, redactValue } from '../../src/redact/redactor.ts'
import { rules } from '../../src/redact/rules/index.ts'
import { signatures } from '../../src/redact/rules/signatures.ts'

const redact = createRedactor(createKnownValues([]))
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), ...exactly(length) })
const exactly = (length: number) => ({ minLength: length, maxLength: length })

test('no rule finds anything in an address, 32 bytes or the place of a log, so they need not be asked', () => {
  const place = fc.tuple(hex(64), fc.nat(999_999_999)).map(([tx, log]) => `tx 0x${tx} log ${log}`)
  const bare = fc.oneof(hex(40), hex(64)).map((digits) => `0x${digits}`)
  fc.assert(
    fc.property(fc.oneof(place, bare), (text) => {
      for (const rule of rules) expect(rule.apply(text)).toBe(text)
      expect(redact(text)).toBe(text)
    }),
  )
})

test('an address or 32 bytes that are a secret of this run go', () => {
  fc.assert(
    fc.property(fc.oneof(hex(40), hex(64)), (digits) => {
      const known = createRedactor(createKnownValues([{ label: 'KEY', value: `0x${digits}` }]))
      expect(known(`0x${digits}`)).not.toContain(digits)
      expect(known(`tx 0x${digits} log 7`)).not.toContain(digits)
    }),
    { numRuns: 20 },
  )
})

test('64 bytes of hex are found wherever they stand, and no fewer', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0aF'), maxLength: 300 })
  const gap = fc.constantFrom(' ', 'g', '-.-', 'xyz'.repeat(60))
  const text = fc.array(fc.tuple(digits, gap), { maxLength: 4 }).map((parts) => parts.flat().join(''))
  fc.assert(
    fc.property(text, (line) => {
      const wanted = line.length >= 66 && /[0-9a-f]{128}/i.test(line)
      expect(signatures.mayMatch(line)).toBe(wanted)
    }),
    { numRuns: 500 },
  )
})

test('data in which nothing is hidden comes back itself, and beside what is hidden too', () => {
  const secret = `Bearer ${'CANARY0123456789'}`
  const clean = { list: [1, 'two', { three: 3n }], at: '2026-01-05T00:00:00Z' }
  expect(redactValue(clean, redact)).toBe(clean)
  const shown = redactValue([clean, { deep: [clean, secret] }], redact) as readonly unknown[]
  expect(shown[0]).toBe(clean)
  expect(shown[1]).toEqual({ deep: [clean, 'Bearer [redacted:credential]'] })
})

test('data is walked once however deep its secret stands', () => {
  let deep: unknown = 'Bearer CANARY0123456789'
  for (let level = 0; level < 200; level += 1) deep = { before: level, deep }
  expect(JSON.stringify(redactValue(deep, redact))).not.toContain('CANARY')
})
