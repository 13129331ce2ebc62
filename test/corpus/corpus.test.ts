import { describe, expect, test } from 'vitest'
import { carriers } from './carriers/index.ts'
import { kinds } from './kinds/index.ts'
import { createWorld, unitsOf } from './world.ts'

const world = createWorld('corpus')
const units = unitsOf(world)

describe('the corpus', () => {
  test('has at least 40 kinds of secrets and 30 ways to hold one, each with a name of its own', () => {
    expect(kinds.length).toBeGreaterThanOrEqual(40)
    expect(carriers.length).toBeGreaterThanOrEqual(30)
    expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length)
    expect(new Set(carriers.map(({ name }) => name)).size).toBe(carriers.length)
  })

  test('the same seed gives the same texts, another one other secrets', () => {
    const again = unitsOf(createWorld('corpus'))
    expect(again.map(({ carried }) => carried.text)).toEqual(units.map(({ carried }) => carried.text))
    const other = createWorld('another')
    const cores = new Set(world.planted.flatMap(({ made }) => made.cores))
    expect(other.planted.flatMap(({ made }) => made.cores).filter((core) => cores.has(core))).toEqual([])
  })

  test('whoever decodes sees every secret in every carrier', () => {
    const unseen = units.filter(({ planted, carried }) => !planted.watch(carried.text))
    expect(unseen.map(({ id }) => id)).toEqual([])
  })

  test('nobody sees a secret where none is', () => {
    const texts = [
      'a line without anything in it',
      '{"msg":"[redacted:private-key:0123456789abcdef]","status":200}',
      ...unitsOf(createWorld('another'))
        .slice(0, 40)
        .map(({ carried }) => carried.text),
    ]
    const seen = world.planted.filter(({ watch }) => texts.some(watch))
    expect(seen.map(({ kind, mode }) => `${kind.name} ${mode}`)).toEqual([])
  })

  test('what claims to be JSON is JSON', () => {
    const json = units.filter(({ carried }) => carried.json === 'document')
    expect(json.length).toBeGreaterThan(500)
    for (const { carried } of json) expect(() => JSON.parse(carried.text)).not.toThrow()
  })
})
