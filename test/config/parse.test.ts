import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineOf } from '../../src/config/config-file.ts'
import { parseConfig } from '../../src/config/parse.ts'
import { profileSchema } from '../../src/config/schema.ts'
import { isOpsError } from '../../src/core/errors.ts'

const folder = join(import.meta.dirname, '../fixtures/config')

describe('reading', () => {
  const text = readFileSync(join(folder, 'valid.yaml'), 'utf8')

  test('every key of the format is understood', () => {
    const { config } = parseConfig(text, 'x402ops.yaml')
    expect(Object.keys(config.profiles?.mainnet ?? {}).sort()).toEqual(
      Object.keys(profileSchema.shape).sort(),
    )
  })

  test('an address without quotes keeps its digits', () => {
    const { config } = parseConfig(text, 'x402ops.yaml')
    expect(config.profiles?.mainnet?.pays?.[0]?.payTo).toEqual([
      { address: '0x209693Bc6afc0C5328bA36FaF03C514EF312287C', from: '2026-01-01', until: null },
    ])
  })

  test('values know their line, and absent ones the line of their block', () => {
    const { lines } = parseConfig(text, 'x402ops.yaml')
    expect(lineOf(lines, ['profiles', 'mainnet', 'pays', 0, 'asset'])).toBe(10)
    expect(lineOf(lines, ['profiles', 'mainnet', 'pays', 0, 'decimals'])).toBe(9)
    expect(lineOf(lines, ['nowhere'])).toBe(1)
  })
})

describe('any text', () => {
  /** The error of a text; undefined when it was accepted. Anything but an OpsError fails the test. */
  function errorOf(text: string): string | undefined {
    try {
      parseConfig(text, 'any.yaml')
      return undefined
    } catch (error) {
      if (!isOpsError(error)) throw error
      return `${error.message} ${error.hint}`
    }
  }

  const word = fc.constantFrom(
    'version: 1',
    'profiles:',
    '  mainnet:',
    '    pays:',
    '      - network: base',
    '        asset: usdc',
    '    extends: mainnet',
    '    routes: [{',
    '}]',
    '    probes: {ready: ',
    '- ',
    '? ',
    ': ',
    '&a',
    '*a',
    '!!str ',
    '"',
    "'",
    '\t',
    '|',
    '>-',
    '__proto__: 1',
    'constructor: {}',
    '    rpc: {',
    'eip155:8453: [',
    '0x',
    '.nan',
    '1e999',
    '~',
    '#',
    '%YAML 1.1',
    '---',
    '...',
    '\u0000',
    '\u202e',
    '    limits: {rate: ',
  )

  test('is read or refused with an OpsError, never anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void errorOf(text)),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.constantFrom('\n', ' ', '')), { maxLength: 30 }), (parts) => {
        errorOf(parts.flat().join(''))
      }),
      { numRuns: 1000 },
    )
  })

  test('any data in the place of a profile is read or refused with an OpsError', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(profileSchema.shape)),
        fc.json({ maxDepth: 4 }),
        (key, json) => {
          errorOf(`version: 1\nprofiles:\n  mainnet:\n    ${key}: ${json}\n`)
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('a value is never repeated in the message, wherever it stands', () => {
    const value = 'CANARY-51c9'
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(profileSchema.shape)),
        fc.constantFrom(
          `"${value}"`,
          `["${value}"]`,
          `[{url: "${value}"}]`,
          `{path: "${value}"}`,
          `{a: {b: "${value}"}}`,
        ),
        (key, json) => {
          expect(errorOf(`version: 1\nprofiles:\n  mainnet:\n    ${key}: ${json}\n`) ?? '').not.toContain(
            value,
          )
        },
      ),
    )
  })

  test.each([
    ['brackets', '['.repeat(200_000)],
    ['braces', '{a: '.repeat(60_000)],
    ['dashes', '- '.repeat(100_000)],
    ['pairs', 'a: '.repeat(50_000)],
    ['quotes', '"'.repeat(200_000)],
    ['a file that is too long', ' '.repeat(262_145)],
  ])('%s without end are refused in time', (_name, text) => {
    const started = performance.now()
    expect(errorOf(text)).toMatch(/any\.yaml:\d+: file: /)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
