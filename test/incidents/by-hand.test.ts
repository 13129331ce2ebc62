import { describe, expect, test } from 'vitest'
import { byHand } from '../../bench/incidents/by-hand/index.ts'
import { scoreOf } from '../../bench/incidents/contenders.ts'
import { nodeFaults } from '../../bench/incidents/faults.ts'
import { ours } from '../../bench/incidents/ours.ts'

test('there are twenty, and each has a name of its own', () => {
  expect(byHand.length).toBe(20)
  expect(new Set(byHand.map(({ name }) => name)).size).toBe(20)
})

describe('what is told of incidents written by hand', () => {
  test.each(byHand.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    expect((await scoreOf(ours, scenario, ['honest'])).misses).toEqual([])
    expect((await scoreOf(ours, scenario, ['honest', 'honest'])).misses).toEqual([])
  })

  test.each(nodeFaults)('no false clear beside a node that %s', async (fault) => {
    for (const [seed, scenario] of byHand.entries()) {
      const { misses } = await scoreOf(ours, { ...scenario, seed }, [fault, 'honest'])
      expect(misses.filter(({ kind }) => kind === 'false clear')).toEqual([])
    }
  })
})
