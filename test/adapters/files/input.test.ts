import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { type InputLine, readInput, readInputLines } from '../../../src/adapters/files/input.ts'

const cwd = mkdtempSync(join(tmpdir(), 'x402ops-input-'))
afterAll(() => rmSync(cwd, { recursive: true }))
writeFileSync(join(cwd, 'five'), 'abcde')

const piped = (chunks: readonly (string | Uint8Array)[]) => ({ cwd, stdin: Readable.from(chunks) })
const silent = piped([])

async function linesOf(chunks: readonly (string | Uint8Array)[], max: number): Promise<readonly InputLine[]> {
  const lines: InputLine[] = []
  for await (const line of readInputLines('-', max, piped(chunks))) lines.push(line)
  return lines
}

describe('the bytes of an input', () => {
  test('a file by its name, standard input by "-", up to the limit', async () => {
    expect(Buffer.from(await readInput('five', 5, silent)).toString()).toBe('abcde')
    expect(Buffer.from(await readInput('-', 5, piped(['ab', Buffer.from('cde')]))).toString()).toBe('abcde')
    expect((await readInput('-', 5, silent)).length).toBe(0)
  })

  test.each([
    ['INPUT_NOT_FOUND', 'missing', 9],
    ['INPUT_UNREADABLE', '.', 9],
    ['INPUT_TOO_LARGE', 'five', 4],
  ])('%s', async (code, name, max) => {
    await expect(readInput(name, max, silent)).rejects.toMatchObject({ code })
  })

  test('lines of a file that is not there', async () => {
    await expect(readInputLines('missing', 9, silent).next()).rejects.toMatchObject({
      code: 'INPUT_NOT_FOUND',
      exitCode: 2,
    })
  })
})

describe('the lines of an input', () => {
  test('ends are removed, a last line without one counts, a long one is cut and says so', async () => {
    expect(await linesOf(['one\r\n\ntoo l', 'ong\n123', '45\r', '\nend'], 5)).toEqual([
      { text: 'one', cut: false },
      { text: '', cut: false },
      { text: 'too l', cut: true },
      { text: '12345', cut: false },
      { text: 'end', cut: false },
    ])
  })

  test('however the bytes are cut into chunks, the lines are those of the whole text', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', '\u{1F4B8}', '\n', '\r\n', '\r'),
      maxLength: 60,
    })
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (whole, size) => {
        const bytes = Buffer.from(whole)
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        )
        const expected = whole.split('\n')
        const last = expected.pop() ?? ''
        const closed = last === '' ? expected : [...expected, last]
        const plain = closed.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
        expect(await linesOf(chunks, 100)).toEqual(plain.map((line) => ({ text: line, cut: false })))
      }),
      { numRuns: 200 },
    )
  })
})
