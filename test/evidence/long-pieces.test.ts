import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LongText } from '../../src/core/bundle.ts'
import { redactorFor } from '../../src/evidence/guard.ts'
import { digestInputs } from '../../src/evidence/inputs.ts'
import { hiddenParts, hideBytes, type Piece } from '../../src/evidence/piece.ts'
import { includedPieces, ssrfPiece } from '../../src/evidence/pieces.ts'

const secret = 'CANARY-long-piece-8f2k1m9q'
const key = new Uint8Array(32).fill(3)
const redactor = () => redactorFor([{ label: 'RPC_KEY', value: secret }], key, [])

function longOf(text: string): LongText {
  const parts = () => text.split(/(?<=\n)/).filter((part) => part !== '')
  return { bytes: Buffer.byteLength(text), parts, close: async () => undefined }
}

const line = fc.constantFrom(
  `a plain line with ${secret}\n`,
  '\n',
  '{"level":30,"msg":"SSRF_BLOCKED","url":"https://inner.example/x"}\n',
  'SSRF_BLOCKED https://other.example/\n',
  '\u2028é "quoted" \\ \u0001\n',
)
const texts = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('', 'no end of line'))
  .map(([lines, end]) => `started\n${lines.join('')}${end}`)

test('a long piece is the piece that it would be if it were held: bytes, counts, digest of the inputs, blocks', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const [held] = includedPieces([{ name: 'a.log', text }]) as readonly [Piece]
      const [long] = includedPieces([{ name: 'a.log', long: longOf(text) }]) as readonly [Piece]
      expect([long.path, long.note]).toEqual([held.path, held.note])
      const selection = { runs: [], findings: [], requestIds: [], txs: [], payers: [], since: null }
      const digest = (piece: Piece) =>
        digestInputs(key, { selection, runs: [], pieces: [piece] }).inputsDigest
      expect(digest(long)).toBe(digest(held))
      expect(ssrfPiece([long], [], [], key)).toEqual(ssrfPiece([held], [], [], key))
      if (held.body.kind !== 'file' || long.body.kind !== 'long') throw new Error('other kinds')
      const { value, ...counts } = hideBytes(held.body, redactor())
      const parts = hiddenParts(long.body.long, redactor())
      let shown = ''
      let next = parts.next()
      for (; next.done !== true; next = parts.next()) shown += next.value
      expect(shown).toBe(new TextDecoder().decode(value))
      expect(next.value).toEqual({ ...counts, value: null })
      expect(shown).not.toContain(secret)
    }),
    { numRuns: 60 },
  )
})
