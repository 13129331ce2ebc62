import { expect, test } from 'vitest'
import { hideFile } from '../../../src/redact/structured/hide-file.ts'
import { recognise } from '../../../src/redact/structured/recognise.ts'
import { mostForTwice, ratioForTwice } from '../doubling.ts'
import { smallRedactor } from './small-redactor.ts'

const hostile = ['A="', '{"a":', '\0', '# ', '"', '[', '{"a":"\\', '{}\n', 'A=b #\n', '{"a":"eyJ']
const hide = { ...smallRedactor().hide, text: (value: string) => value }

test.each(hostile)('twice the text takes at most little more than twice the time: %j', (piece) => {
  const ratio = ratioForTwice(piece, (text) => Array.from(hideFile(recognise(text), hide)))
  expect(ratio).toBeLessThanOrEqual(mostForTwice)
})
