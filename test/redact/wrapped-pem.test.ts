import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'
import { p256 } from '../leaks/canary/seeded.ts'

const key = new Uint8Array(32).fill(7)
// Bodies with and without padding at their end: the second has none.
const pems = Array.from({ length: 8 }, (_item, at) => p256('wrapped', String(at))).flatMap(
  ({ pkcs8, sec1 }) => [pkcs8, sec1],
)

/** The longest piece of the key's body that a text still shows, over line ends or not. */
function longestPiece(shown: string, pem: string): string {
  const body = pem.replace(/-----[A-Z0-9 ]+-----|\s/g, '')
  const text = shown.replace(/\s/g, '')
  let longest = ''
  for (let from = 0; from < body.length; from += 1)
    while (text.includes(body.slice(from, from + longest.length + 1)) && from + longest.length < body.length)
      longest = body.slice(from, from + longest.length + 1)
  return longest
}

test('a known key in armour that was broken into lines once more leaves no piece', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...pems),
      fc.integer({ min: 8, max: 70 }),
      fc.constantFrom('\n', '\r\n', '\n  ', '=\n'),
      (pem, width, end) => {
        const { text } = createEvidenceRedactor({ known: [{ label: 'SIGNER_PEM', value: pem }], key })
        const wrapped = pem.replace(new RegExp(`.{${width}}`, 'gs'), `$&${end}`)
        const { value } = text(`seen ${wrapped} there\n`)
        expect(longestPiece(value, pem).length).toBeLessThan(8)
        expect(value.startsWith('seen [redacted:')).toBe(true)
      },
    ),
    { numRuns: 60 },
  )
})
