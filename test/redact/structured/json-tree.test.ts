import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTree } from '../../../src/redact/structured/json-tree.ts'
import { plainOf, treeOf } from '../../../src/redact/structured/plain-data.ts'
import { layoutOf, printTree } from '../../../src/redact/structured/print-tree.ts'
import { textNode } from '../../../src/redact/structured/tree.ts'

const tooDeep = () => textNode('too deep')

describe('a tree of JSON', () => {
  test('is what JSON.parse reads, for any JSON, in both layouts', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const node = parseTree(text)!
        expect(plainOf(node)).toEqual(JSON.parse(text))
        expect(JSON.parse(printTree(node, 'compact'))).toEqual(JSON.parse(text))
        expect(JSON.parse(printTree(node, 'pretty'))).toEqual(JSON.parse(text))
      }),
    )
  })

  test('exists exactly when JSON.parse can read the text', () => {
    const sign = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        '"',
        ':',
        ',',
        '\\',
        'u00e9',
        '0',
        '1',
        '-',
        '.',
        'e5',
        ' ',
        'true',
        'null',
        'a',
      ],
    )
    const text = fc.array(sign, { maxLength: 14 }).map((signs) => signs.join(''))
    fc.assert(
      fc.property(text, (given) => {
        const reads = (() => {
          try {
            JSON.parse(given)
            return true
          } catch {
            return false
          }
        })()
        expect(parseTree(given) !== undefined).toBe(reads)
      }),
      { numRuns: 5_000 },
    )
  })

  test.each([
    ['a number beyond doubles', '{"value":123456789012345678901234567890}'],
    ['an exponent', '[1E400,-0,1.10]'],
    ['a name that comes twice', '{"a":"first","a":"second"}'],
    ['a name that is a prototype', '{"__proto__":{"polluted":true},"constructor":1}'],
    ['an escape', '{"a":"\\ud83d"}'],
  ])('%s is printed as it was read', (_name, text) => {
    expect(printTree(parseTree(text)!, 'compact')).toBe(text)
  })

  test('no prototype is reached through a field name', () => {
    const plain = plainOf(parseTree('{"__proto__":{"polluted":true}}')!)
    expect(Object.hasOwn(plain as object, '__proto__')).toBe(true)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect((plain as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test.each([
    ['lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['lists without an end', '['.repeat(1_000_000)],
  ])('100,000 levels of %s are no JSON to us, and no overflow', (_name, text) => {
    expect(parseTree(text)).toBeUndefined()
  })

  test('any text is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => parseTree(text)).not.toThrow()
      }),
      { numRuns: 300 },
    )
  })
})

describe('a tree of plain data', () => {
  test('gives the same data back', () => {
    const value = fc.anything({ withBigInt: true, withNullPrototype: false, maxDepth: 5 })
    const isPlain = (item: unknown) => !(typeof item === 'object' && item instanceof Date)
    fc.assert(
      fc.property(value.filter(isPlain), (item) => {
        expect(plainOf(treeOf(item, tooDeep))).toEqual(item)
      }),
    )
  })

  test('bytes become a list, dates a text, data that holds itself ends', () => {
    const ring: Record<string, unknown> = {}
    ring.self = ring
    const date = new Date('2026-11-21T07:40:02Z')
    expect(plainOf(treeOf({ bytes: new Uint8Array([1, 2]), date }, tooDeep))).toEqual({
      bytes: [1, 2],
      date: '2026-11-21T07:40:02.000Z',
    })
    expect(JSON.stringify(plainOf(treeOf(ring, tooDeep)))).toContain('too deep')
  })
})

test('a layout is kept', () => {
  expect(layoutOf('{\n  "a": 1\n}')).toBe('pretty')
  expect(layoutOf('{"a":1}\n')).toBe('compact')
  expect(layoutOf('[\r\n 1]')).toBe('pretty')
})
