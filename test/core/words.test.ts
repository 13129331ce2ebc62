import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { durationMs, durationText } from '../../src/core/duration.ts'
import { findingId } from '../../src/core/finding.ts'
import { makeRunId, shortHash } from '../../src/core/id.ts'
import { freeze, toJson, unfreeze } from '../../src/core/json.ts'
import { didYouMean, nearest } from '../../src/core/nearest.ts'
import { couldNotSee, saw, valueIfSeen } from '../../src/core/observation.ts'
import { safe } from '../../src/core/safe.ts'
import { Secret } from '../../src/core/secret.ts'
import { shortHex } from '../../src/core/short.ts'
import { formatDuration, formatUtc } from '../../src/core/time.ts'
import { countVerdicts, verdicts, worst } from '../../src/core/verdict.ts'

describe('safe', () => {
  test.each([
    ['\u001b[31mred', '\\x1b[31mred'],
    ['\u001b]52;c;CANARY\u0007', '\\x1b]52;c;CANARY\\x07'],
    ['a\rb\nc', 'a\\x0db\\x0ac'],
    ['x\u202ey', 'x\\u202ey'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['plain text, 日本, ü', 'plain text, 日本, ü'],
  ])('%j', (text, shown) => {
    expect(safe(text)).toBe(shown)
  })

  test('no control, bidi or zero-width character survives, and the length is bounded', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 10, max: 100 }),
        (text, max) => {
          const shown = safe(text, max)
          expect(shown).not.toMatch(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u)
          expect(shown.length).toBeLessThanOrEqual(max * 9)
        },
      ),
    )
  })
})

describe('a secret', () => {
  const secret = new Secret('RPC_URL', 'CANARY-value')

  test('prints as its label everywhere', () => {
    const shown = [
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }),
      inspect(secret, { depth: 9 }),
    ]
    for (const text of shown) {
      expect(text).toContain('RPC_URL')
      expect(text).not.toContain('CANARY')
    }
  })

  test('reveals its value when asked', () => {
    expect(secret.reveal()).toBe('CANARY-value')
  })
})

describe('saved data', () => {
  const data = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.bigInt(),
      tie('list'),
      tie('map'),
    ),
    list: fc.array(tie('value'), { maxLength: 4 }),
    map: fc.dictionary(
      fc.string({ maxLength: 5 }).filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
  })).value

  test('comes back as it was, bigints included', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(unfreeze(freeze(value))).toEqual(value)
      }),
    )
  })

  test('is decimal text for readers', () => {
    expect(toJson({ amount: 10n ** 20n })).toBe('{"amount":"100000000000000000000"}')
  })
})

describe('verdicts', () => {
  test('UNKNOWN is never folded into PASS', () => {
    expect(worst(['PASS', 'UNKNOWN', 'INFO'])).toBe('UNKNOWN')
    expect(worst(['WARN', 'UNKNOWN'])).toBe('UNKNOWN')
    expect(worst(['UNKNOWN', 'FAIL'])).toBe('FAIL')
    expect(worst([])).toBe('SKIP')
  })

  test('the worst is one of those given, and counts add up', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...verdicts), { minLength: 1 }), (list) => {
        expect(list).toContain(worst(list))
        expect(Object.values(countVerdicts(list)).reduce((a, b) => a + b)).toBe(list.length)
      }),
    )
  })
})

describe('names and times', () => {
  test('the same fault has the same id, whatever its arguments', () => {
    const subject = { kind: 'route', id: 'quote' } as const
    const first = findingId({ code: 'WRONG_PAYTO', subject, args: { got: 'a' }, evidence: [] })
    expect(findingId({ code: 'WRONG_PAYTO', subject, args: { got: 'b' }, evidence: [] })).toBe(first)
    expect(findingId({ code: 'WRONG_ASSET', subject, args: {}, evidence: [] })).not.toBe(first)
    expect(first).toMatch(/^[0-9a-f]{16}$/)
  })

  test('a run id sorts by time and names the command', () => {
    expect(makeRunId(new Date('2026-11-21T07:40:02.9Z'), 'reconcile', 'x')).toMatch(
      /^20261121T074002Z-reconcile-[0-9a-z]{4}$/,
    )
    expect(shortHash('a', 'b')).not.toBe(shortHash('ab'))
  })

  test('moments and lengths', () => {
    expect(formatUtc(new Date('2026-11-21T07:40:02.999Z'))).toBe('2026-11-21 07:40:02Z')
    expect([5, 1900, 42_000, 720_000, 11_160_000, 5_270_400_000].map(formatDuration)).toEqual([
      '5 ms',
      '1.9 s',
      '42 s',
      '12 min',
      '3.1 h',
      '61 d',
    ])
    expect(['10s', '500ms', '2m', '1h', '0s', '25h', '5', '1 s'].map(durationMs)).toEqual([
      ...[10_000, 500, 120_000, 3_600_000],
      ...[undefined, undefined, undefined, undefined],
    ])
    expect(durationText(1500)).toBe('1500ms')
  })

  test('hex is shortened in tables only when it is an address or a hash', () => {
    expect(shortHex(`0x${'ab'.repeat(20)}`)).toBe('0xabab..abab')
    expect(shortHex('req_8f2k')).toBe('req_8f2k')
  })

  test('the nearest name', () => {
    expect(nearest('base_ulr', ['baseUrl', 'routes'])).toBe('baseUrl')
    expect(nearest('zebra', ['baseUrl', 'routes'])).toBeUndefined()
    expect(didYouMean('rutes', ['routes'])).toBe('Did you mean routes? ')
  })

  test('what was not seen has no value', () => {
    const look = { at: '2026-11-21T07:40:02Z', source: 'test', ref: 'x' }
    expect(valueIfSeen(saw(look, 3))).toBe(3)
    expect(valueIfSeen(couldNotSee(look, 'dns', 'no such host'))).toBeNull()
  })
})
