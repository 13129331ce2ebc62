import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandWords } from '../../src/config/command-words.ts'

describe('a command line without a shell', () => {
  test.each([
    ['export-payments', ['export-payments']],
    ['  zcat  a.gz\tb.gz ', ['zcat', 'a.gz', 'b.gz']],
    [`psql -c 'select * from "pay"' ''`, ['psql', '-c', 'select * from "pay"', '']],
    [`"C:\\tools\\export.exe" --since="1 day"`, ['C:\\tools\\export.exe', '--since=1 day']],
    [`sh -c 'zcat *.gz | grep paid'`, ['sh', '-c', 'zcat *.gz | grep paid']],
  ])('%s', (text, words) => {
    expect(commandWords(text)).toEqual({ ok: true, words })
  })

  test.each([
    ['zcat *.gz', 'There is no shell that would understand "*"'],
    ['export | grep paid', 'There is no shell that would understand "|"'],
    ['export $DB', 'There is no shell that would understand "$"'],
    ['export; rm x', 'There is no shell that would understand ";"'],
    ['export\nother', 'There is no shell that would understand "\\n"'],
    [`echo 'open`, "A quote (') is not closed"],
    ['', 'It names no program'],
    ['   ', 'It names no program'],
    [`'' x`, 'It names no program'],
    ['x '.repeat(51), 'It has more than 50 words'],
  ])('%s is refused', (text, reason) => {
    expect(commandWords(text)).toEqual({ ok: false, reason })
  })

  test('any words come back when they are quoted', () => {
    const word = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !text.includes("'"))
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        expect(commandWords(words.map((one) => `'${one}'`).join(' '))).toEqual({ ok: true, words })
      }),
    )
  })
})
