import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineWriter, nameTwice } from '../../../src/adapters/records-postgres/row-lines.ts'
import { selectProblem, statementOf } from '../../../src/adapters/records-postgres/statement.ts'

const [text, bytea, int4, json] = [25, 17, 23, 114]
const cell = fc.oneof(
  fc.string({ unit: 'binary' }).map((value) => ({ type: text, sent: value, read: value as unknown })),
  fc.integer().map((value) => ({ type: int4, sent: String(value), read: value })),
  fc.uint8Array().map((bytes) => {
    const hex = Buffer.from(bytes).toString('hex')
    return { type: bytea, sent: `\\x${hex}`, read: `0x${hex}` }
  }),
  fc.jsonValue().map((value) => {
    const sent = JSON.stringify(value, null, 1).replaceAll('\n', '\r\n')
    return { type: json, sent, read: JSON.parse(sent) as unknown }
  }),
  fc.constant({ type: text, sent: null, read: null }),
)

describe('rows as lines', () => {
  test('any row is one line of JSON that holds its values under its names', () => {
    const row = fc.uniqueArray(fc.tuple(fc.string({ unit: 'binary' }), cell), { selector: ([name]) => name })
    fc.assert(
      fc.property(row, (cells) => {
        const write = lineWriter(cells.map(([name, { type }]) => ({ name, type })))
        const line = write(cells.map(([, { sent }]) => (sent === null ? null : Buffer.from(sent))))
        expect(line.indexOf('\n')).toBe(line.length - 1)
        const expected = Object.fromEntries(cells.map(([name, { read }]) => [name, read]))
        expect(Object.entries(JSON.parse(line) as object)).toEqual(Object.entries(expected))
      }),
    )
  })

  test('a name that stands twice is told', () => {
    const columns = ['a', 'b', 'a'].map((name) => ({ name, type: text }))
    expect([nameTwice(columns), nameTwice(columns.slice(1))]).toEqual(['a', null])
  })
})

describe('statements', () => {
  test('a name never leaves its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string(), (column, orderBy) => {
        const statement = statementOf({ table: 't', select: null, columns: [column], orderBy })
        const [, after = ''] = statement.split(' for select ')
        // Quoted names as the server reads them: what is between quotes, where two stand for one.
        const names = statement
          .match(/"(?:[^"]|"")*"/g)
          ?.map((name) => name.slice(1, -1).replaceAll('""', '"'))
        if (!column.includes(' for select ')) expect(names).toEqual([column, 't', orderBy])
        expect(after.replace(/"(?:[^"]|"")*"/g, '?')).toMatch(/^\? from \? order by \?$|for select/)
      }),
    )
  })

  test.each([
    ['select 1', null],
    ['  WITH a as (select 1)\nselect * from a', null],
    ['selected', 'it does not begin with SELECT or WITH'],
    ['-- none\nselect 1', 'it does not begin with SELECT or WITH'],
    ['copy a to stdout', 'it does not begin with SELECT or WITH'],
    ['select \0', 'it holds a zero byte'],
  ])('%j', (words, problem) => {
    expect(selectProblem(words)).toBe(problem)
  })
})
