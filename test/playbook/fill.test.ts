import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillLine, type Known, placeholders } from '../../src/playbook/fill.ts'

const line = `x402ops settlement show ${placeholders.request} mainnet --tx ${placeholders.tx} --since ${placeholders.around}`

test('a value is one word, and never a flag, a command or a line of its own', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'req; rm -rf x',
      '$(id)',
      '`id`',
      'a\nb',
      'a --rpc http://127.0.0.1:1',
      '--rpc',
      '-o',
      '',
      "a'b",
    ),
    fc.constantFrom('req_7', 'pay.jsonl:2', '2026-11-21T07:40:00+02:00', 'a/b@c=d~e'),
  )
  const known: fc.Arbitrary<Known> = fc.record({
    profile: hostile,
    request: hostile,
    tx: hostile,
    around: hostile,
  })
  fc.assert(
    fc.property(known, (values) => {
      const filled = fillLine(line, values)
      const words = filled.line.split(/\s+/)
      expect(words).toHaveLength(line.split(' ').length)
      words.forEach((word, at) => {
        expect(word).toMatch(/^(?:--(?:tx|since)|[A-Za-z0-9][\w.:/@+=~-]{0,199})$/)
        if (word.startsWith('-')) expect(word).toBe(line.split(' ')[at])
      })
    }),
  )
})

test('what is no plain word is missing, so that the line is left to the person', () => {
  expect(fillLine(line, { profile: 'shop', request: 'req; id', tx: '0xab', around: '2h' })).toEqual({
    line: `x402ops settlement show ${placeholders.request} shop --tx 0xab --since 2h`,
    missing: ['request'],
  })
})
