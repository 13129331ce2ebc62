import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSpelledOut } from '../../src/core/spelled-out.ts'

const ways: readonly ((codes: readonly number[]) => string)[] = [
  (codes) => codes.join(', '),
  (codes) => codes.join(',%20'),
  (codes) => codes.join(' '),
  (codes) => codes.map((code) => `&#${code};`).join(''),
  (codes) => codes.map((code) => String.fromCharCode(code)).join(' '),
]

test('a key of eight characters and more is seen in every spelling, wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 33, max: 126 }), { minLength: 8, maxLength: 60 }),
      fc.constantFrom(...ways),
      fc.constantFrom('', 'invalid key: ', '["'),
      (codes, spell, before) => {
        expect(isSpelledOut(`${before === '["' && spell === ways[4] ? '' : before}${spell(codes)}`)).toBe(
          true,
        )
      },
    ),
    { numRuns: 300 },
  )
})

test.each([
  'query returned more than 10000 results. Try with this block range [0x3db2f9c, 0x3db3104].',
  'block range 26000000 to 26010000 is too wide, 2000 is the limit',
  '2026-11-21T07:40:02.123Z',
  '0x1234567890123456789012345678901234567890',
  'eip155:8453',
  'invalid_exact_evm_payload_signature',
  'a or b',
])('%s is plain', (text) => expect(isSpelledOut(text)).toBe(false))
