import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacSha256Hex } from '../../src/core/digest.ts'
import { freeze } from '../../src/core/json.ts'
import { digestInputs } from '../../src/evidence/inputs.ts'
import { createTextBytes } from '../../src/evidence/text-bytes.ts'

const character = fc.constantFrom(
  'a',
  '"',
  '\\',
  '\n',
  '\u00e9',
  '\u20ac',
  '\u{1f511}',
  '\u200b',
  '\u{e0041}',
  '\ud800',
)

test('parts give the bytes of the whole, whatever was expected', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.nat({ max: 100 }), (parts, expected) => {
      const bytes = createTextBytes(expected)
      for (const part of parts) bytes.add(part)
      expect(Buffer.from(bytes.all())).toEqual(Buffer.from(parts.join('')))
    }),
  )
  const large = 'a\u20ac\u{1f511}'.repeat(60_000)
  const bytes = createTextBytes(0)
  bytes.add(large)
  bytes.add('end')
  expect(Buffer.from(bytes.all()).equals(Buffer.from(`${large}end`))).toBe(true)
})

test('a long text counts for the key of a bundle as if it were frozen whole', () => {
  const secret = new Uint8Array(32).fill(7)
  const selection = { runs: [], findings: [], requestIds: [], txs: [], payers: [], since: null }
  fc.assert(
    fc.property(fc.array(character, { minLength: 1, maxLength: 12 }), fc.nat({ max: 12 }), (signs, shift) => {
      // Every sign comes to stand on the border of a part.
      const text = `${'x'.repeat(65_536 - shift)}${signs.join('')}${'y'.repeat(65_536)}\n`
      const pieces = [{ path: 'included/01.txt', note: 'a "note"', body: { kind: 'file', text } }] as const
      const whole = [
        `x402ops.bundle/v1 inputs\n${freeze(selection)}\n`,
        `piece\n${freeze(['included/01.txt', 'a "note"', text])}\n`,
      ]
      expect(digestInputs(secret, { selection, runs: [], pieces }).inputsDigest).toBe(
        hmacSha256Hex(secret, whole),
      )
    }),
    { numRuns: 40, examples: [[['\ud800', '\u{1f511}', 'a'], 1]] },
  )
})
