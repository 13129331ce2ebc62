import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeInvisible, freeze, toJson } from '../../src/core/json.ts'
import { frozenParts, jsonParts } from '../../src/core/json-parts.ts'
import { lazyList } from '../../src/core/lazy-list.ts'
import { Secret } from '../../src/core/secret.ts'

const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('\u202e', '\u{e0041}', '\n', 'toJSON', '__proto__'),
  fc.bigInt(),
  fc.double(),
  fc.constantFrom(null, true, undefined, new Date(0), new Secret('NAME', 'CANARY'), {}, []),
)
const data = fc
  .letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.string({ maxLength: 4 }), fc.constant('__proto__')), tie('node'), {
        maxKeys: 4,
      }),
    ),
  }))
  .node.filter((value) => value !== undefined)

/** What a function says that is asked about every field: slow, and plainly right. */
function asked(value: unknown, spell: (item: bigint) => unknown, indent?: number): string {
  const replace = (_name: string, item: unknown) => (typeof item === 'bigint' ? spell(item) : item)
  return escapeInvisible(JSON.stringify(value, replace, indent))
}

describe('JSON', () => {
  test('is the same as that of a function asked about every field, whole and in parts', () => {
    fc.assert(
      fc.property(data, (value) => {
        const decimal = (item: bigint) => item.toString()
        const tagged = (item: bigint) => ({ $bigint: item.toString() })
        for (const [layout, indent] of [['compact'], ['pretty', 2]] as const) {
          const wanted = asked(value, decimal, indent)
          expect(toJson(value, layout)).toBe(wanted)
          expect([...jsonParts(value, layout)].join('')).toBe(wanted)
        }
        expect(freeze(value)).toBe(asked(value, tagged))
        expect([...frozenParts(value)].join('')).toBe(asked(value, tagged))
      }),
      { numRuns: 500 },
    )
  })

  test('of a long list no item is made before it is asked for', () => {
    let made = 0
    const list = lazyList([1, 2, 3], (number) => {
      made += 1
      return { number }
    })
    const parts = jsonParts({ list })[Symbol.iterator]()
    let text = ''
    while (!text.includes('1')) text += parts.next().value
    expect(made).toBe(1)
  })
})

describe('a lazy list', () => {
  const list = lazyList(['a', 'b', 'c'], (text) => ({ text }))

  test('reads like a list', () => {
    const wanted = [{ text: 'a' }, { text: 'b' }, { text: 'c' }]
    expect([...list]).toEqual(wanted)
    expect(list.map((item) => item)).toEqual(wanted)
    expect(list.filter(({ text }) => text > 'a')).toEqual(wanted.slice(1))
    expect(list.slice(1)).toEqual(wanted.slice(1))
    expect(list.at(-1)).toEqual({ text: 'c' })
    expect(JSON.parse(JSON.stringify(list))).toEqual(wanted)
    expect([list.length, list[3], Array.isArray(list)]).toEqual([3, undefined, true])
  })

  test('makes an item each time it is read', () => {
    expect(list[0]).toEqual(list[0])
    expect(list[0]).not.toBe(list[0])
  })
})
