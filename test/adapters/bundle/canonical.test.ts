import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, parseCanonical } from '../../../src/adapters/bundle/canonical.ts'

/** A double by its 64 bits, as Appendix B of RFC 8785 lists them. */
function double(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE()
}

describe('RFC 8785', () => {
  // Appendix B, whole, but for the two rows of NaN and infinity, which stand among what is refused.
  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('the number %s is %s', (bits, text) => {
    expect(canonicalJson(double(bits))).toBe(text)
  })

  test('keys stand in the order of their UTF-16 units (3.2.3)', () => {
    const given = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect(Object.values(JSON.parse(canonicalJson(given)) as object)).toHaveLength(7)
    expect(canonicalJson(given)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
        '"\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    )
  })

  test('texts are escaped in one way only (3.2.2)', () => {
    const given = { string: '\u20ac$\u000f\nA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] }
    expect(canonicalJson(given)).toBe(
      '{"literals":[null,true,false],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })
})

test('bigints are decimal texts, absent properties absent, __proto__ a key like any other', () => {
  const odd = JSON.parse('{"__proto__":{"a":1},"toJSON":"x"}') as object
  expect(canonicalJson({ b: 12345678901234567890n, a: undefined, odd })).toBe(
    '{"b":"12345678901234567890","odd":{"__proto__":{"a":1},"toJSON":"x"}}',
  )
})

describe('what has no one form is refused', () => {
  const circle: Record<string, unknown> = {}
  circle.self = circle
  let deep: unknown = 1
  for (let i = 0; i < 300; i += 1) deep = [deep]
  test.each<[string, unknown]>([
    ['NaN', { a: Number.NaN }],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['a lone high surrogate', 'a\ud800'],
    ['a lone low surrogate as a key', { '\udc00': 1 }],
    ['a function', { a: () => 1 }],
    ['undefined in a list', [undefined]],
    ['undefined', undefined],
    ['a symbol', Symbol('x')],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', new Uint8Array(2)],
    ['a circle', circle],
    ['300 levels', deep],
  ])('%s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
  })
})

describe('reading', () => {
  test.each([
    ['a key that stands twice', '{"a":1,"a":2}'],
    ['a key that stands twice, spelled in two ways', '{"a":1,"\\u0061":2}'],
    ['keys in another order', '{"b":1,"a":2}'],
    ['spaces', '{"a": 1}'],
    ['a number with digits that no double holds', '9007199254740993'],
    ['minus zero', '-0'],
    ['a number in another form', '1e2'],
    ['a lone surrogate', '"\\ud800"'],
    ['two line feeds', '1\n\n'],
    ['nothing', ''],
    ['half', '{"a":'],
    ['ten thousand levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
  ])('%s is refused, and its text is not in the message', (_name, text) => {
    const read = () => parseCanonical(text)
    expect(read).toThrow(SyntaxError)
    expect(read).toThrow(/^it (?:is not|holds)/)
  })

  const json = fc.jsonValue({ maxDepth: 5 })
  test('what was written is read, whatever the order of its keys was', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, item]) => [key, reversed(item)]),
      )
    }
    fc.assert(
      fc.property(json, (value) => {
        const normal: unknown = JSON.parse(JSON.stringify(value))
        const text = canonicalJson(normal)
        expect(canonicalJson(reversed(normal))).toBe(text)
        expect(parseCanonical(`${text}\n`)).toEqual(normal)
      }),
      { numRuns: 300 },
    )
  })
})
