import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verdictOfFlag } from '../../src/reconcile/flags.ts'
import { verdictOfOutcome } from '../../src/reconcile/outcome.ts'
import { view } from '../payments/world.ts'
import { judgeWorld } from './judging.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'

function judge({ records = [], chain = [], policy }: Scenario) {
  return judgeWorld(records, chain.length === 0 ? [] : [view(...chain)], policy)
}

describe('one payment, every way it can go wrong', () => {
  test.each(scenarios)('$name', (scenario) => {
    const judged = judge(scenario)
    expect(judged.map(({ outcome }) => outcome).sort()).toEqual(
      scenario.gives.map((text) => text.split(' ')[0]).sort(),
    )
    for (const text of scenario.gives) {
      const [outcome, ...marks] = text.split(' ')
      const found = judged.find((one) => one.outcome === outcome && has(one.item.flags, marks))
      expect(found, `${text}, got ${judged.map((one) => one.item.flags.join(','))}`).toBeDefined()
    }
  })

  const has = (flags: readonly string[], marks: readonly string[]) =>
    marks.every((mark) => flags.includes(mark.slice(1)) === mark.startsWith('+'))

  test('every class but the reorganisation and the foreign token is reached here', () => {
    const reached = new Set(scenarios.flatMap((scenario) => judge(scenario).map(({ outcome }) => outcome)))
    const missing = Object.keys(verdictOfOutcome).filter((outcome) => !reached.has(outcome as never))
    expect(missing.sort()).toEqual(['ASSET_OR_NETWORK_MISMATCH', 'REVERSED_BY_REORG'])
  })
})

describe('every flag of a case', () => {
  test.each(Object.keys(verdictOfFlag))('%s is reached by a story, and missed by another', (flag) => {
    const stories = scenarios.map((scenario) => judge(scenario).flatMap(({ item }) => [...item.flags]))
    const having = stories.filter((flags) => (flags as readonly string[]).includes(flag))
    expect(having.length).toBeGreaterThan(0)
    expect(having.length).toBeLessThan(stories.length)
  })
})

describe('the order of the input does not matter', () => {
  const everything = scenarios.filter(
    ({ policy: part, chain }) => part === undefined && (chain ?? []).length > 0,
  )

  test('any permutation of records, logs and nodes gives the same cases', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everything), fc.infiniteStream(fc.nat()), (scenario, stream) => {
        const shuffle = <T>(list: readonly T[]): readonly T[] =>
          list
            .map((item) => ({ item, rank: stream.next().value as number }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ item }) => item)
        const shuffled: Scenario = {
          ...scenario,
          records: shuffle(scenario.records ?? []),
          chain: shuffle(
            (scenario.chain ?? []).map((node) => ({
              ...node,
              transfers: shuffle(node.transfers),
              authorizations: shuffle(node.authorizations),
            })),
          ),
        }
        const plain = (list: ReturnType<typeof judge>) =>
          list.map(({ item, ...rest }) => ({ ...rest, item: { ...item, evidence: [] } }))
        expect(plain(judge(shuffled))).toEqual(plain(judge(scenario)))
      }),
      { numRuns: 300 },
    )
  })
})
