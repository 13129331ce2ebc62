import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeFaults, oneOfThree, seamless, someLiar } from '../../bench/incidents/faults.ts'
import { runAmongLiars } from '../../bench/incidents/properties/lying-nodes.ts'
import { difference } from '../../bench/incidents/properties/reading.ts'
import { dealt, filesChange, repeated, rowsChange, shuffled } from '../../bench/incidents/properties/rows.ts'
import { inflowChanges, unrelatedTransfer } from '../../bench/incidents/properties/unrelated.ts'
import { cutChanges } from '../../bench/incidents/properties/windows.ts'
import type { Scenario } from '../../bench/incidents/shapes.ts'
import { makeScenario } from '../../bench/incidents/world/make-scenario.ts'

const seeds = fc.integer({ min: 1, max: 1_000_000 })
const size = 12

// The same worlds every time: looking for new ones is the work of the benchmark, which goes on where it stopped.
const always = { seed: 20_261_121, endOnFailure: true }

async function holds(
  changes: (scenario: Scenario, seed: number) => Promise<readonly string[]>,
  runs: number,
) {
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      expect(await changes(makeScenario(seed, size), seed)).toEqual([])
    }),
    { ...always, numRuns: runs },
  )
}

describe('whatever the world', () => {
  test('order and repetition of rows change no answer', () => holds(rowsChange, 60), 60_000)
  test('dealing rows out to files changes no answer', () => holds(filesChange, 60), 60_000)
  test('two windows that meet tell what one window tells', () => holds(cutChanges, 60), 60_000)
  test('unrelated money changes no answer about other money', () => holds(inflowChanges, 60), 60_000)

  test('no faulty node makes a false clear', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        expect((await runAmongLiars(makeScenario(seed, 8), seed)).falseClears).toEqual([])
      }),
      { ...always, numRuns: 200 },
    )
  }, 60_000)
})

describe('the properties look at what they claim to look at', () => {
  const scenario = makeScenario(7, size)

  test('rows are really moved and repeated', () => {
    const rows = shuffled(repeated(scenario.rows, 7), 7)
    expect(rows.length).toBeGreaterThan(scenario.rows.length)
    expect(rows.slice(0, scenario.rows.length)).not.toEqual(scenario.rows)
    expect(new Set(rows)).toEqual(new Set(scenario.rows))
  })

  test('every row ends in one of several files', () => {
    const piles = dealt(scenario.rows, 3, 7)
    expect(piles.filter(({ length }) => length > 0).length).toBeGreaterThan(1)
    expect(new Set(piles.flat())).toEqual(new Set(scenario.rows))
    expect(piles.flat().length).toBe(scenario.rows.length)
  })

  test('an unrelated transfer reaches an address of the operator', () => {
    const [log] = unrelatedTransfer(scenario, 7).logs
    const to = `0x${log?.topics[2]?.slice(26)}`
    expect(scenario.payTo.map(({ address }) => address)).toContain(to)
  })

  test('a difference names what is missing and what is too much, repetitions counted', () => {
    expect(difference(['a', 'b', 'b'], ['b', 'c'])).toEqual(['+ c', '- a', '- b'])
    expect(difference(['a', 'b'], ['b', 'a'])).toEqual([])
  })

  test('every fault is met beside honest nodes, and alone when it can be noticed', () => {
    const arrangements = Array.from({ length: 600 }, (_, seed) => someLiar(seed))
    const met = (count: number) =>
      new Set(arrangements.filter(({ length }) => length === count).flatMap((nodes) => [...nodes]))
    for (const fault of nodeFaults) {
      expect(met(2)).toContain(fault)
      expect(met(3)).toContain(fault)
      expect(met(1).has(fault)).toBe(!seamless.includes(fault))
    }
    const trios = Array.from({ length: 100 }, (_, seed) => oneOfThree(seed))
    expect(new Set(trios.flat())).toEqual(new Set(['honest', ...nodeFaults]))
    expect(trios.every((nodes) => nodes.filter((fault) => fault !== 'honest').length === 1)).toBe(true)
  })
})
