import { Command } from 'commander'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readGlobalOptions } from '../../src/commands/global-options.ts'
import { addFlag, camelTwin, collect, count } from '../../src/commands/options.ts'
import { topics } from '../../src/commands/topics/index.ts'

function parse(flags: string, argv: readonly string[], rules = {}): Record<string, unknown> {
  const command = new Command('test').exitOverride().configureOutput({ writeErr: () => {} })
  addFlag(command, flags, 'a flag', rules)
  return command.parse([...argv], { from: 'user' }).opts()
}

test.each([
  ['--base-url <url>', '--baseUrl <url>'],
  ['-o, --output <format>', undefined],
  ['--no-save', '--noSave'],
  ['--allow-http', '--allowHttp'],
  ['--x-y-z2 [value]', '--xYZ2 [value]'],
])('%s has the twin %s', (flags, twin) => {
  expect(camelTwin(flags)).toBe(twin)
})

test('both spellings set one value, and the last one wins', () => {
  expect(parse('--base-url <url>', ['--base-url', 'a', '--baseUrl', 'b'])).toEqual({ baseUrl: 'b' })
  expect(parse('--no-save', [])).toEqual({ save: true })
  expect(parse('--no-save', ['--noSave'])).toEqual({ save: false })
  const repeated = parse('--pay-to <address>', ['--payTo', 'a', '--pay-to', 'b'], { parse: collect })
  expect(repeated).toEqual({ payTo: ['a', 'b'] })
  expect(parse('-v, --verbose', ['-vv', '-v'], { parse: count, initial: 0 })).toEqual({ verbose: 3 })
})

test('whatever was collected, the options that come out are whole', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('verbose', 'color', 'save', 'failOn', 'timeout'), fc.anything()),
      (raw) => {
        const { verbose, color, failOn, outputs } = readGlobalOptions(raw)
        expect(verbose).toBeLessThanOrEqual(3)
        expect(['auto', 'always', 'never']).toContain(color)
        expect(['fail', 'warn', 'never']).toContain(failOn)
        expect(outputs).toHaveLength(1)
      },
    ),
  )
})

describe('topics', () => {
  test.each(topics.map(({ name, text }) => [name, text] as const))('%s fits 80 columns', (_name, text) => {
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(text.endsWith('\n')).toBe(true)
  })
})
