import { describe, expect, test } from 'vitest'
import { deepRules } from '../../src/redact/deep/index.ts'
import { shapeOf } from '../../src/redact/deep/line-shape.ts'
import type { Facts } from '../../src/redact/deep/span.ts'
import { createEvidenceRedactor } from '../../src/redact/evidence.ts'
import { createSearch } from '../../src/redact/patterns.ts'
import { rules } from '../../src/redact/rules/index.ts'
import { mostForTwice, ratioForTwice, worstSeeds } from './doubling.ts'

const facts: Facts = {
  seen: () => false,
  keyKind: () => 'other',
  chainMadeKind: () => 'other',
  label: null,
}
const pieces = [
  'a',
  'aB1',
  'a!',
  '0x',
  '12, ',
  '=',
  '\\',
  '"',
  'a b ',
  '%41',
  '-',
  '/',
  'a.',
  '\n',
  '[',
  '{"a":',
]

function beginnings(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => [text, text.slice(0, 5), text.slice(0, Math.ceil(text.length / 2))])
}

const works: readonly (readonly [string, readonly string[], (text: string) => unknown])[] = [
  ...deepRules.map(
    (rule) =>
      [rule.name, [...rule.mustHide, ...rule.mustKeep], (text: string) => rule.find(text, facts)] as const,
  ),
  ...rules.map((rule) => [rule.name, [...rule.mustHide, ...rule.mustKeep], rule.apply] as const),
  [
    'known values',
    ['CANARY-47', 'CANARY-4711-081'],
    createSearch([{ text: 'CANARY-4711-0815', label: 'x' }]),
  ],
  [
    'shape of a line',
    ['took 12ms ', '2026-11-20T08:00:00Z '],
    (text) => text.match(/.{1,3900}/gs)?.map(shapeOf),
  ],
]

describe('twice the text takes at most 2.2 times as long', () => {
  test.each(works)(
    '%s',
    (_name, examples, work) => {
      for (const seed of worstSeeds([...beginnings(examples), ...pieces], work, 2)) {
        expect(ratioForTwice(seed, work), JSON.stringify(seed.slice(0, 60))).toBeLessThanOrEqual(mostForTwice)
      }
    },
    120_000,
  )

  test.each([
    ['lines of text', '2026-11-20T08:00:00.123Z info worker: paid 12 in 3ms\n'],
    ['lines that are wrapped', 'a line of words that goes on\n  and on\n'],
    ['lines of JSON', '{"level":30,"time":1763625600000,"msg":"paid 12"}\n'],
    ['one long line', 'abc DEF 123 '],
  ])(
    'the whole redactor, %s',
    (_name, seed) => {
      const work = (text: string) => createEvidenceRedactor({ known: [], key: new Uint8Array(32) }).file(text)
      expect(ratioForTwice(seed, work)).toBeLessThanOrEqual(mostForTwice)
    },
    120_000,
  )
})
