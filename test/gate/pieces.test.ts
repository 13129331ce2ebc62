import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LongFile } from '../../src/core/bundle.ts'
import { createGate } from '../../src/gate/gate.ts'
import { piecesOf } from '../../src/gate/pieces.ts'
import { drawn } from './drawn.ts'
import { encodings } from './encodings.ts'

const known = [
  { label: 'KEY', value: drawn('piece key', 32).toString('hex') },
  { label: 'PASSWORD', value: 'CANARY-pass+word/9x4k2b7q-PLEASE' },
]
const ways = Object.values(encodings)
const pieceLength = 140_000
const filler = 'the request was served without a payment, as it should be é\n'

/** A long file whose bytes come in blocks of these lengths, one after the other and again from the first. */
function longFile(text: string, lengths: readonly number[]): LongFile {
  const bytes = Buffer.from(text)
  return {
    ...{ path: 'a.txt', size: bytes.length, sha256: '' },
    async *blocks() {
      for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
        const length = lengths[turn % lengths.length] ?? 1
        yield bytes.subarray(from, from + length)
        from += length
      }
    },
  }
}

/** A text of some pieces with a value in every way around each place where pieces end; and the lines of each value. */
function planted(shift: number): { text: string; places: readonly (readonly [number, number])[] } {
  const places: (readonly [number, number])[] = []
  let text = ''
  let line = 1
  let turn = shift
  const add = (part: string) => {
    text += part
    line += part.split('\n').length - 1
  }
  for (let border = 1; border <= 2; border += 1) {
    for (const edge of [pieceLength - 65_536, pieceLength]) {
      const at = (border - 1) * (pieceLength - 65_536) + edge
      while (text.length < at - 12_000) add(filler)
      while (text.length < at + 3_000) {
        const { value } = known[turn % known.length] ?? { value: '' }
        const way = ways[Math.floor(turn / known.length) % ways.length]
        const from = line
        add(`${'-'.repeat((turn * 7) % 83)} ${way?.(value) ?? ''} .\n`)
        places.push([from, line])
        add(filler)
        turn += 1
      }
    }
  }
  add(filler.repeat(40))
  return { text, places }
}

test('a value is found in pieces wherever it is found in the whole text, and nothing else is', async () => {
  const [inPieces, atOnce] = [
    await createGate(known, { pieceLength }),
    await createGate(known, { pieceLength: 1e9 }),
  ]
  const linesOf = (hits: Awaited<ReturnType<typeof inPieces.scan>>) => new Set(hits.map(({ line }) => line))
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 400 }),
      fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 4 }),
      async (shift, lengths) => {
        const { text, places } = planted(shift)
        const blocks = lengths.map((length) => Math.max(length, 64))
        const found = linesOf(await inPieces.scan([longFile(text, blocks)]))
        const whole = linesOf(await atOnce.scan([{ path: 'a.txt', bytes: Buffer.from(text) }]))
        expect(whole.size).toBeGreaterThan(places.length * 0.9)
        expect([...whole].filter((line) => !found.has(line))).toEqual([])
        expect([...found].filter((line) => !places.some(([from, to]) => line >= from && line <= to))).toEqual(
          [],
        )
      },
    ),
    { numRuns: 2 },
  )
}, 60_000)

test('where the parts of a text end makes no difference to its pieces, and no run of letters is divided', async () => {
  const run = drawn('run', 120_000).toString('base64url')
  const text = `${filler.repeat(2_000)}${run} ${filler.repeat(2_600)}${run}\n${filler.repeat(1_000)}`
  const read = async (parts: Iterable<string>) => {
    const pieces: string[] = []
    for await (const { text: piece, line } of piecesOf(parts, pieceLength)) pieces.push(`${line} ${piece}`)
    return pieces
  }
  const whole = await read([text])
  expect(whole.length).toBeGreaterThan(2)
  const lines = whole.map(
    (piece) => [Number(piece.split(' ', 1)[0]), piece.slice(piece.indexOf(' ') + 1)] as const,
  )
  for (const [line, piece] of lines) {
    const before = text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length
    expect(text.indexOf(piece, Math.max(0, before - 200_000))).toBeGreaterThanOrEqual(0)
  }
  expect(whole.filter((piece) => piece.includes(run)).length).toBeGreaterThanOrEqual(2)
  for (const length of [1_000, 77_777, 400_000]) {
    const parts: string[] = []
    for (let from = 0; from < text.length; from += length) parts.push(text.slice(from, from + length))
    expect(await read(parts)).toEqual(whole)
  }
})
