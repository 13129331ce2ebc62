import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMapping } from '../../../src/adapters/records/mapping-file.ts'
import { isOpsError } from '../../../src/core/errors.ts'
import { errorOf, folderWith, readRecords } from './records-testkit.ts'

function problemOf(text: string): string {
  try {
    parseMapping(text, 'm.yaml')
  } catch (error) {
    if (isOpsError(error)) return `${error.message} | ${error.hint}`
    throw error
  }
  return 'no problem'
}

describe('parseMapping', () => {
  test('reads every key', () => {
    const text = [
      'fields: {payer: wallet.address, nonce: auth_nonce}',
      'states: {ok: settled, 202: pending, true: none}',
      'amountUnit: token',
      'timeZone: "+0200"',
      'constants: {network: base, asset: usdc}',
      'where: {env: live, version: 2, test: false}',
    ].join('\n')
    expect(parseMapping(text, 'm.yaml')).toEqual({
      file: 'm.yaml',
      fields: { payer: 'wallet.address', nonce: 'auth_nonce' },
      states: { ok: 'settled', 202: 'pending', true: 'none' },
      amountUnit: 'token',
      timeZone: '+02:00',
      constants: { network: 'base', asset: 'usdc' },
      where: { env: 'live', version: 2, test: false },
    })
    expect(parseMapping('', 'm.yaml').fields).toEqual({})
  })

  test('says what of a database is to be read', () => {
    const database = (text: string) => parseMapping(text, 'm.yaml').database
    const none = { table: null, select: null, columns: null, orderBy: null }
    expect(database('timeZone: UTC')).toBeUndefined()
    expect(database('table: shop.payments\norderBy: id\ncolumns: [id, payer]')).toEqual({
      ...none,
      ...{ table: 'shop.payments', orderBy: 'id', columns: ['id', 'payer'] },
    })
    expect(database('select: |\n  with a as (select 1) select * from a')).toMatchObject({ table: null })
    expect(problemOf('table: a\nselect: select 1')).toBe(
      'm.yaml: it names a table and a select | Give one of them.',
    )
    expect(problemOf('select: delete from a')).toBe(
      'm.yaml: select: it does not begin with SELECT or WITH | Give one SELECT that reads.',
    )
    expect(problemOf('tabel: a')).toBe('m.yaml: there is no key "tabel" | Did you mean table?')
  })

  test.each([
    ['feilds: {}', 'm.yaml: there is no key "feilds" | Did you mean fields?'],
    ['constants: {chain: base}', 'm.yaml: there is no key "constants.chain" | Possible: network, asset.'],
    ['fields: {payerr: x}', 'm.yaml: there is no key "fields.payerr" | Did you mean payer?'],
    ['states: {ok: setled}', 'm.yaml: states.ok: "setled" is not possible here | Did you mean settled?'],
    ['amountUnit: atoms', 'm.yaml: amountUnit: "atoms" is not possible here | Possible: atomic, token.'],
    [
      'timeZone: Europe/Berlin',
      'm.yaml: timeZone: "Europe/Berlin" is not a fixed zone | Write UTC, or an offset such as "+02:00".',
    ],
    [
      'fields: {payer: a}\nfields: {nonce: b}',
      'm.yaml: line 2 is not YAML (DUPLICATE_KEY) | Check the indentation and the quotes.',
    ],
    ['fields: [', 'm.yaml: line 1 is not YAML (BAD_INDENT) | Check the indentation and the quotes.'],
  ])('%s', (text, problem) => {
    expect(problemOf(text)).toBe(problem)
  })

  test('anything else is a named error too', () => {
    for (const text of ['- a', 'just text', 'fields: {payer: 5}', 'where: {a: [1]}', 'fields: null']) {
      expect(problemOf(text)).toMatch(/^m\.yaml: /)
    }
  })

  test('any text is a mapping or a named error', () => {
    const words = fc.constantFrom(
      'fields',
      'states',
      'where',
      ':',
      ' ',
      '\n',
      '{',
      '}',
      'payer',
      '"',
      '&a',
      '*a',
      '- ',
      '__proto__',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((list) => list.join('')),
        ),
        (text) => {
          expect(typeof problemOf(text)).toBe('string')
        },
      ),
    )
  })

  test('a file that is not there', async () => {
    const cwd = await folderWith({ 'f.jsonl': '{}' })
    const [code, message] = await errorOf(readRecords('f.jsonl', { cwd, mapping: 'none.yaml' }))
    expect([code, message]).toEqual(['MAPPING_INVALID', 'none.yaml: there is no such file'])
  })
})
