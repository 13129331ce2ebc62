import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { envLooks, shownName } from '../../src/checklist/env/look.ts'
import { envEntries } from '../../src/checklist/env/parse.ts'
import { faultsOf, shapeOf } from '../../src/checklist/env/shape-of.ts'
import { usual } from './world.ts'

const expected = usual.env
const hex = 'ab12'.repeat(16)
const phrase = 'canary canary canary canary canary canary canary canary canary canary canary canary'

describe('lines of a .env file', () => {
  test.each([
    ['A=1', 'A', '1', false],
    ['export A=1', 'A', '1', false],
    ['  A = "x y" # z', 'A', 'x y', true],
    ["A='x'", 'A', 'x', true],
    ['A=x # note', 'A', 'x', false],
    ['A=x#y', 'A', 'x#y', false],
    ['A=\r', 'A', '', false],
    ['A="open', 'A', '"open', false],
  ])('%j', (line, name, value, quoted) => {
    expect(envEntries(line)).toEqual([{ name, value, quoted }])
  })

  test.each(['# A=1', '=1', '1A=1', 'just words', ''])('%j is none', (line) => {
    expect(envEntries(line)).toEqual([])
  })

  test('the last of a name wins', () => {
    expect(envEntries('A=1\nB=2\nA=3').map(({ name, value }) => [name, value])).toEqual([
      ['A', '3'],
      ['B', '2'],
    ])
  })
})

describe('shapes', () => {
  test.each([
    ['X402_ENABLED', 'TRUE', 'a switch'],
    ['X402_ENABLED', '1', 'a switch'],
    ['PORT', '3000', 'a number'],
    ['PUBLIC_BASE_URL', 'https://shop.example', 'an https address'],
    ['PUBLIC_BASE_URL', 'http://shop.example', 'an http address'],
    ['PUBLIC_BASE_URL', 'http://localhost:3000', 'an address of this machine'],
    ['PUBLIC_BASE_URL', 'shop.example', 'text'],
    ['X402_EVM_PAY_TO', `0x${'ab'.repeat(20)}`, 'an account address'],
    ['X402_EVM_PAY_TO', `0x${'0'.repeat(40)}`, 'a placeholder'],
    ['X402_NETWORK', 'eip155:8453', 'a network'],
    ['X402_NETWORK', 'base', 'a network'],
    ['CDP_API_KEY_ID', 'your-key-id', 'a placeholder'],
    ['CDP_API_KEY_ID', '', 'empty'],
    ['RELAY', `0x${hex}`, 'a signing key'],
    ['PRIVATE_KEY', hex, 'a signing key'],
    ['SESSION_SECRET', hex, 'text'],
    ['TX_HASH', `0x${hex}`, 'text'],
    ['WORDS', phrase, 'a seed phrase'],
    ['GREETING', 'twelve words are not a phrase', 'text'],
    ['KEY', '-----BEGIN EC PRIVATE KEY-----', 'a signing key'],
    ['CDP_API_KEY_SECRET', '-----BEGIN EC PRIVATE KEY-----', 'text'],
  ] as const)('%s=%s is %s', (name, value, shape) => {
    expect(shapeOf({ name, value })).toBe(shape)
  })

  test.each([
    ['true ', true, ['blanks at the ends']],
    ['true ', false, []],
    ['"true', false, ['quotes inside']],
    ['false\\n', true, ['a written \\n']],
    ['postgres://u:CANARY-p@db', false, []],
    ['https://u:CANARY-p@db.example', false, ['a password in the address']],
  ] as const)('%j', (value, quoted, faults) => {
    expect(faultsOf({ value, quoted })).toEqual(faults)
  })
})

describe('against the profile', () => {
  const agrees = (line: string) => envLooks('.env', line, expected)[0]?.agrees

  test.each([
    ['X402_ENABLED=true', true],
    ['X402_ENABLED=True', false],
    ['X402_ENABLED="true "', false],
    ['X402_EVM_PAY_TO=0xPAY', true],
    ['X402_EVM_PAY_TO=0xother', false],
    ['X402_NETWORK=eip155:8453', true],
    ['X402_NETWORK=base', true],
    ['X402_NETWORK=base-sepolia', false],
    ['PUBLIC_BASE_URL=https://shop.example/x', true],
    ['PUBLIC_BASE_URL=https://shop.example:8443', false],
    ['PUBLIC_BASE_URL=shop.example', false],
    ['X402_FACILITATOR_URL=https://x402.example', true],
    ['CORS_ORIGIN=https://app.example', null],
  ])('%s', (line, same) => {
    expect(agrees(line)).toBe(same)
  })

  test('v1 names of networks are not compared where the profile says nothing', () => {
    const silent = { ...expected, networks: [], payTo: [], facilitators: [], host: null }
    expect(envLooks('.env', 'X402_NETWORK=base', silent)[0]?.agrees).toBe(null)
  })
})

describe('no value comes out', () => {
  test('of any text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.stringMatching(/^[A-Z_]{1,12}$/), fc.string({ maxLength: 40 })), {
          maxLength: 8,
        }),
        (pairs) => {
          const text = pairs.map(([name, value]) => `${name}=CANARY${value}CANARY\n`).join('')
          expect(JSON.stringify(envLooks('.env', text, expected))).not.toContain('CANARY')
        },
      ),
      { numRuns: 150 },
    )
  })

  test('whatever the bytes are, nothing is thrown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(Array.isArray(envLooks('.env', text, expected))).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  test.each([
    ['DATABASE_URL', 'DATABASE_URL'],
    ['API_KEY_V2', 'API_KEY_V2'],
    [`KEY_${'A1B2'.repeat(6)}`, '(a name that is not shown)'],
    ['sk_live', '(a name that is not shown)'],
  ])('the name %s is shown as %s', (name, shown) => {
    expect(shownName(name)).toBe(shown)
  })
})

test('a file that is twice as long takes about twice as long', () => {
  const time = (lines: number) => {
    const text = `  export ${'A'.repeat(120)} = "${' '.repeat(200)}\n`.repeat(lines)
    const runs = Array.from({ length: 5 }, () => {
      const before = performance.now()
      envLooks('.env', text, expected)
      return performance.now() - before
    })
    return Math.min(...runs)
  }
  expect(time(8000)).toBeLessThan(Math.max(5, time(4000)) * 6)
})
