import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasName, readDependencies, readOverall } from '../../src/probe/dependencies.ts'
import { meaningOf } from '../../src/probe/state-words.ts'

describe('dependencies in a ready body', () => {
  const same = [
    { checks: [{ name: 'db', status: 'fail' }] },
    { checks: { db: { status: 'FAIL' } } },
    { dependencies: { db: 'fail' } },
    { components: { db: { state: 'Fail' } } },
    { services: [{ id: 'db', result: ' fail ' }] },
    { db: 'fail' },
  ]
  test.each(same)('%j says that db fails', (body) => {
    const found = readDependencies(body, ['database', 'db'])
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ name: 'db', state: 'bad' })
  })

  test('booleans, lists and silence', () => {
    const body = {
      checks: {
        a: true,
        b: { ok: false },
        c: [{ status: 'warn' }, { status: 'pass' }],
        d: {},
        e: [],
        f: null,
      },
    }
    expect(readDependencies(body, []).map(({ name, state, word }) => `${name} ${state} ${word}`)).toEqual([
      'a good true',
      'b bad false',
      'c degraded warn',
      'd unclear no state',
      'e unclear no state',
      'f unclear no state',
    ])
  })

  test('a name listed in a container is not read a second time at the top', () => {
    expect(readDependencies({ db: 'ok', checks: { db: 'fail' } }, ['db'])).toHaveLength(1)
    expect(readDependencies({ constructor: 1 }, ['toString', '__proto__'])).toEqual([])
  })

  test('names match as a whole or before a colon', () => {
    const named = (name: string) => ({ name, state: 'good', word: 'ok' }) as const
    expect(hasName(named('DB:time'), 'db')).toBe(true)
    expect(hasName(named('dbx'), 'db')).toBe(false)
  })

  test('any JSON at all is read without throwing, within bounds, as plain safe text', () => {
    const container = fc.constantFrom('checks', 'dependencies', 'components', 'status', 'db')
    const body = fc.dictionary(container, fc.jsonValue())
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), body), (json) => {
        const found = readDependencies(json, ['db'])
        expect(found.length).toBeLessThanOrEqual(501)
        for (const { name, word, state } of found) {
          expect(name.length + word.length).toBeLessThan(1000)
          expect(['good', 'degraded', 'bad', 'unclear']).toContain(state)
          if (state === 'good') expect(meaningOf(word)).toBe('good')
        }
        expect(['good', 'degraded', 'bad', 'unclear', undefined]).toContain(readOverall(json)?.state)
      }),
    )
  })

  test('a list of a million entries and nesting of 100000 cost nothing much', () => {
    const many = { checks: Array.from({ length: 1_000_000 }, () => 'ok') }
    expect(readDependencies(many, [])).toHaveLength(100)
    const deep: unknown = JSON.parse(`{"checks":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
    expect(readDependencies(deep, [])).toHaveLength(1)
  })
})
