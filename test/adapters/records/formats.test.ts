import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csv, delimiterOf } from '../../../src/adapters/records/csv.ts'
import { matchesPattern } from '../../../src/adapters/records/find-files.ts'
import type { ReadRow, RecordFormat } from '../../../src/adapters/records/format.ts'
import { formats } from '../../../src/adapters/records/index.ts'
import { jsonArray } from '../../../src/adapters/records/json-array.ts'
import { jsonl } from '../../../src/adapters/records/jsonl.ts'
import { linesOf } from '../../../src/adapters/records/lines.ts'

async function* chunked(text: string, size: number): AsyncGenerator<string> {
  // A decoder never ends a chunk within a character.
  const characters = [...text]
  for (let at = 0; at < characters.length; at += size) yield characters.slice(at, at + size).join('')
}

async function rowsOf(format: RecordFormat, text: string, size: number): Promise<readonly ReadRow[]> {
  const rows: ReadRow[] = []
  for await (const batch of format.read(chunked(text, size), 'f')) rows.push(...batch)
  return rows
}

const key = fc.stringMatching(/^[a-z_]{1,8}$/)
const value = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('a,b', '"', 'x\ny', '{[', ']}', '\\"'),
)
const objects = fc.array(fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }), {
  minLength: 1,
  maxLength: 6,
})
const size = fc.integer({ min: 1, max: 40 })
const ends = fc.constantFrom('\n', '\r\n')

describe('what is written comes back, however it is cut into chunks', () => {
  test('JSON lines', async () => {
    await fc.assert(
      fc.asyncProperty(objects, size, ends, fc.boolean(), async (list, chunk, end, closed) => {
        const text = list.map((row) => JSON.stringify(row)).join(end) + (closed ? end : '')
        const rows = await rowsOf(jsonl, text, chunk)
        expect(rows).toEqual(
          list.map((row, index) => ({ line: index + 1, data: JSON.parse(JSON.stringify(row)) })),
        )
      }),
    )
  })

  test('a JSON array, compact and indented', async () => {
    await fc.assert(
      fc.asyncProperty(objects, size, fc.constantFrom(undefined, 2), async (list, chunk, indent) => {
        const rows = await rowsOf(jsonArray, JSON.stringify(list, null, indent), chunk)
        expect(rows.map((row) => ('data' in row ? row.data : row.why))).toEqual(
          JSON.parse(JSON.stringify(list)),
        )
      }),
    )
  })

  test('CSV with any cells, quoted when needed', async () => {
    const cell = value.filter((text) => !text.includes('\r'))
    const table = fc.tuple(
      fc.constantFrom(',', ';', '\t'),
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }),
    )
    await fc.assert(
      fc.asyncProperty(table, size, ends, async ([delimiter, list], chunk, end) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
        const lines = [['first', 'second'], ...list].map((row) => row.map(quote).join(delimiter))
        const rows = await rowsOf(csv, lines.join(end) + end, chunk)
        expect(rows.map((row) => ('data' in row ? row.data : row.why))).toEqual(
          list.map(([first, second]) => ({ first, second })),
        )
      }),
    )
  })

  test('lines are numbered and none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.stringMatching(/^[a-z ]{0,9}$/)), size, async (list, chunk) => {
        const text = list.map((line) => `${line}\n`).join('')
        const lines = []
        for await (const batch of linesOf(chunked(text, chunk), 5)) lines.push(...batch)
        expect(lines).toEqual(
          list.map((line, index) => ({ line: index + 1, text: line.length > 5 ? null : line, ended: true })),
        )
      }),
    )
  })
})

describe('any text', () => {
  test('is read or refused with a named error, in any format', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...formats), fc.string(), size, async (format, text, chunk) => {
        const rows = await rowsOf(format, text, chunk).catch((error: { code?: string }) => error.code)
        expect(rows === 'RECORDS_UNREADABLE' || Array.isArray(rows)).toBe(true)
      }),
    )
  })
})

describe('the format is told by content', () => {
  test.each([
    ['{"a":1}', 'JSON lines'],
    ['[{"a":1}]', 'a JSON array'],
    ['a,b\n1,2', 'CSV'],
    ['"a";"b"\n1;2', 'CSV'],
    ['$time\tstatus', 'CSV'],
    ['payer', undefined],
    ['1,2,3', undefined],
    [`0x${'1a'.repeat(20)},5`, undefined],
  ])('%s', (head, name) => {
    expect(formats.find((format) => format.recognises(head))?.name).toBe(name)
  })

  test('the delimiter is the one outside the quotes', () => {
    expect(delimiterOf('"a,b,c";d')).toBe(';')
    expect(delimiterOf('alone')).toBeNull()
  })
})

describe('matchesPattern', () => {
  test.each([
    ['*.jsonl', 'a.jsonl', true],
    ['*.jsonl', 'a.jsonl.gz', false],
    ['pay-?.csv', 'pay-1.csv', true],
    ['pay-?.csv', 'pay-10.csv', false],
    ['*', '', true],
    ['a*b*c', 'axxbyyc', true],
    ['[a]', 'a', false],
  ])('%s %s', (pattern, name, expected) => {
    expect(matchesPattern(pattern, name)).toBe(expected)
  })

  test('many stars do not run away', () => {
    const started = performance.now()
    expect(matchesPattern('*a'.repeat(100), `${'a'.repeat(5000)}b`)).toBe(false)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
