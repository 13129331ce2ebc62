import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasTwinKeys } from '../../src/x402/twin-keys.ts'

test('no JSON that a program wrote has a key twice, however it is spaced', () => {
  void fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 1, '\t'), (value, space) => {
      expect(hasTwinKeys(JSON.stringify(value, null, space))).toBe(false)
    }),
    { numRuns: 200 },
  )
})

test('a key that is written again is found at any depth, whatever its value and its spelling', () => {
  void fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.jsonValue(), fc.nat({ max: 5 }), (key, value, depth) => {
      const one = JSON.stringify(key)
      const escaped = [...key].map((sign) =>
        [...Array(sign.length).keys()]
          .map((i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, '0')}`)
          .join(''),
      )
      const text = JSON.stringify(value)
      const twice = `{${one}:${text},"other than ${key.length} signs":1,"${escaped.join('')}" : ${text}}`
      const whole = `${'{"a":['.repeat(depth)}${twice}${']}'.repeat(depth)}`
      expect(() => JSON.parse(whole)).not.toThrow()
      expect(hasTwinKeys(whole)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('the same key in two objects is no twin, nor is a text that looks like one', () => {
  expect(hasTwinKeys('[{"a":1},{"a":2},{"b":{"a":"\\",\\"a\\":1"},"a":["a","a"]}]')).toBe(false)
})

test('of text that is no JSON nothing is certain, and nothing is thrown', () => {
  expect(hasTwinKeys('{"\n\\":1')).toBe(false)
  void fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('{', '}', '[', '"', '\\', '\n', ',', ':', 'u', 'a') }),
      (text) => {
        expect(typeof hasTwinKeys(text)).toBe('boolean')
      },
    ),
    { numRuns: 1_000 },
  )
})
