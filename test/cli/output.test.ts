import { expect, test } from 'vitest'
import { checkFormats, parseOutputs } from '../../src/commands/output.ts'

const table = { format: 'table', path: null }

test.each([
  [[], [table]],
  [['json'], [{ format: 'json', path: null }]],
  [['=json'], [{ format: 'json', path: null }]],
  [['json=-'], [{ format: 'json', path: null }]],
  [['json=a=b.json'], [table, { format: 'json', path: 'a=b.json' }]],
  [['json', 'json'], [{ format: 'json', path: null }]],
  [
    ['table', 'json=run.json'],
    [table, { format: 'json', path: 'run.json' }],
  ],
])('%j', (given, targets) => {
  expect(parseOutputs(given)).toEqual(targets)
})

test('two formats cannot share standard output', () => {
  expect(() => parseOutputs(['json', 'csv'])).toThrow('-o json and -o csv both write to standard output')
  expect(() => parseOutputs(['json='])).toThrow('-o json= names no file')
})

test('a format that does not exist is named with those that do', () => {
  expect(() => checkFormats([{ format: 'xml', path: null }], ['table', 'json'])).toThrow(
    'there is no output format "xml"',
  )
  expect(() => checkFormats([table], ['table', 'json'])).not.toThrow()
})
