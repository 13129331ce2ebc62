import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readEnvFile, secretsOfEnvFile } from '../../src/adapters/env-file.ts'

describe('.env files', () => {
  const text = [
    '# a comment with KEY=CANARY-not-a-variable',
    'PLAIN=CANARY-plain # what follows a blank is a comment',
    'export QUOTED_KEY="CANARY quoted # not a comment"',
    "SINGLE='CANARY $single'",
    'LINES_KEY="CANARY-one\\nCANARY-two"',
    'URL_DSN=postgres://user:CANARY-password@db.example/x',
    'EMPTY=',
    'yaml_style_token: CANARY-yaml-value',
    'PLAIN=CANARY-last-wins',
  ].join('\r\n')

  test('are read as shells and services read them', () => {
    expect({ ...readEnvFile(text) }).toEqual({
      PLAIN: 'CANARY-last-wins',
      QUOTED_KEY: 'CANARY quoted # not a comment',
      SINGLE: 'CANARY $single',
      LINES_KEY: 'CANARY-one\nCANARY-two',
      URL_DSN: 'postgres://user:CANARY-password@db.example/x',
      EMPTY: '',
      yaml_style_token: 'CANARY-yaml-value',
    })
  })

  test('of them those are secrets whose name or place says so', () => {
    const values = secretsOfEnvFile(text).map(({ value }) => value)
    expect(values).toEqual(
      expect.arrayContaining(['CANARY quoted # not a comment', 'CANARY-password', 'CANARY-yaml-value']),
    )
    expect(values).not.toContain('CANARY-last-wins')
  })

  test('any text is read, and a value is found however it is quoted', () => {
    fc.assert(fc.property(fc.string(), (junk) => void readEnvFile(junk)))
    const value = fc.stringMatching(/^CANARY[A-Za-z0-9_-]{4,40}$/)
    fc.assert(
      fc.property(value, fc.constantFrom('', '"', "'"), (secret, quote) => {
        expect(readEnvFile(`A=1\nAPI_KEY=${quote}${secret}${quote}\nB=2`).API_KEY).toBe(secret)
      }),
    )
  })

  test('a name of every object is a name like any other', () => {
    expect(readEnvFile('__proto__=CANARY\nconstructor=CANARY').constructor).toBe('CANARY')
  })
})
