import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hideFile } from '../../../src/redact/structured/hide-file.ts'
import { recognise } from '../../../src/redact/structured/recognise.ts'
import { smallRedactor } from './small-redactor.ts'

const lines = '{"level":30,"msg":"a"}\n{"level":30,"msg":"b"}\n'

test.each([
  ['an object', '{"a":1}\n', 'json'],
  ['a list', ' [1,2]', 'json'],
  ['one with a byte order mark', '\ufeff{"a":1}', 'json'],
  ['HAR', '{"log":{"version":"1.2","entries":[]}}', 'har'],
  ['JSON per line', lines, 'jsonl'],
  ['the same with CR LF', lines.replaceAll('\n', '\r\n'), 'jsonl'],
  ['the same with a torn last line', `${lines}{"level":30,"ms`, 'jsonl'],
  ['the same with a trace in between', `${lines}Error: x\n    at a (b.js:1:2)\n${lines}`, 'jsonl'],
  ['the same in UTF-16', [...lines].join('\0'), 'jsonl'],
  ['a log of another kind with one line of JSON', 'started\nready\nup\n{"level":30}\n', 'jsonl'],
  ['a .env', '# comment\nexport A_KEY="x y"\n\nPORT=1\n', 'dotenv'],
  ['a .env with a value over lines', 'KEY="-----BEGIN X-----\nabc\n-----END X-----"\nB=1\n', 'dotenv'],
  ['a log in logfmt', 'level=info msg="request done" status=200\n', 'text'],
  ['YAML', 'A_KEY: x\nB: y\n', 'text'],
  ['prose', 'Dear colleague, the key=value pair is wrong.\n', 'text'],
  ['a torn object', '{"a":1', 'text'],
  ['100,000 levels', '['.repeat(100_000) + ']'.repeat(100_000), 'text'],
  ['nothing', '', 'text'],
])('%s', (_name, text, kind) => {
  expect(recognise(text).kind).toBe(kind)
})

test('any text is recognised and hidden without throwing; what was JSON is JSON again', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.json(),
    fc.constantFrom('\n', '\r\n', '\0', '\ufeff', 'KEY=', '"', '{"log":{"entries":[{}]}}', '# A=b', 'THROW'),
  )
  const text = fc.array(piece, { maxLength: 8 }).map((all) => all.join(''))
  fc.assert(
    fc.property(text, (given) => {
      const file = recognise(given)
      const shown = [...hideFile(file, smallRedactor(['CANARY-value']).hide)].join('')
      if ('node' in file) expect(() => JSON.parse(shown)).not.toThrow()
    }),
    { numRuns: 1_000 },
  )
})
