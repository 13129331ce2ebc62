import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOpsError } from '../../src/core/errors.ts'
import { parseMoment } from '../../src/core/since.ts'

const now = new Date('2026-11-21T07:40:02Z')
const parse = (text: string) => parseMoment('--since', text, now)

function codeOf(text: string): string {
  try {
    parse(text)
  } catch (error) {
    if (isOpsError(error)) return `${error.code}: ${error.hint}`
    throw error
  }
  return 'understood'
}

describe('what --since understands', () => {
  test.each([
    ['24h', '2026-11-20T07:40:02.000Z'],
    ['1h30m', '2026-11-21T06:10:02.000Z'],
    ['2w', '2026-11-07T07:40:02.000Z'],
    ['90s', '2026-11-21T07:38:32.000Z'],
    ['2026-11-20', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00.000Z'],
    ['2026-11-20T10:00:00+02:00', '2026-11-20T08:00:00.000Z'],
    ['2026-11-20 10:00Z', '2026-11-20T10:00:00.000Z'],
    ['@1763700000', '2025-11-21T04:40:00.000Z'],
  ])('%s', (text, at) => {
    expect(parse(text)).toEqual({ kind: 'time', at: new Date(at) })
  })

  test('chain positions and the last run', () => {
    expect(parse('block:38123456')).toEqual({ kind: 'block', number: 38_123_456 })
    expect(parse(`0x${'Ab'.repeat(32)}`)).toEqual({ kind: 'tx', hash: `0x${'ab'.repeat(32)}` })
    expect(parse('last')).toEqual({ kind: 'last' })
  })
})

describe('what it refuses, and the nearest thing that is right', () => {
  test.each([
    ['24', 'SINCE_WITHOUT_UNIT: Did you mean 24h (hours), 24d (days) or block:24? See: x402ops help since'],
    ['-24h', 'SINCE_NOT_UNDERSTOOD: Leave out the sign: 24h. See: x402ops help since'],
    ['1M', 'SINCE_NOT_UNDERSTOOD: Units are lower case: 1m (m is minutes). See: x402ops help since'],
    ['', 'SINCE_NOT_UNDERSTOOD: Give a length such as 24h. See: x402ops help since'],
    [
      '@1763700000000',
      'SINCE_NOT_UNDERSTOOD: 13 digits are milliseconds; @1763700000 means that second. See: x402ops help since',
    ],
    ['2026-02-30', 'SINCE_NOT_UNDERSTOOD: There is no such day. See: x402ops help since'],
    ['2026-11-22', 'SINCE_IN_FUTURE: Give a time that has passed, such as 24h or 2026-11-20T10:00:00Z.'],
  ])('%j', (text, hint) => {
    expect(codeOf(text)).toBe(hint)
  })

  test.each([
    '0',
    '0h',
    '24H',
    '7d garbage',
    '0x10',
    '1h 30m',
    '1.5h',
    '24h24',
    'block:',
    'block:-1',
    'LAST',
    '５h',
  ])('%j', (text) => {
    expect(codeOf(text)).toMatch(/^SINCE_/)
  })

  test('a time without a zone shows both readings', () => {
    expect(codeOf('2026-11-20T10:00:00')).toMatch(
      /^SINCE_WITHOUT_ZONE: Write 2026-11-20T10:00:00Z for UTC or 2026-11-20T10:00:00[+-]\d\d:\d\d for your local time/,
    )
  })
})

describe('for any text', () => {
  test('it is understood or refused in our own words, and never lies in the future', () => {
    const pieces = fc.constantFrom(
      '1',
      '24',
      'h',
      'm',
      'd',
      'w',
      's',
      '@',
      '-',
      ':',
      'T',
      'Z',
      ' ',
      'block:',
      '2026-11-20',
    )
    const texts = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 8 }).map((list) => list.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const moment = parse(text)
          if (moment.kind === 'time') expect(moment.at.getTime()).toBeLessThanOrEqual(now.getTime())
        } catch (error) {
          expect(isOpsError(error)).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a length goes back exactly as far as it says', () => {
    const unit = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }
    const part = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom('s', 'm', 'h', 'd', 'w'))
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const text = parts.map(([count, name]) => `${count}${name}`).join('')
        const seconds = parts.reduce((sum, [count, name]) => sum + count * unit[name as keyof typeof unit], 0)
        const at = now.getTime() - seconds * 1000
        fc.pre(at > 0)
        expect(parse(text)).toEqual({ kind: 'time', at: new Date(at) })
      }),
    )
  })
})
