import { describe, expect, test } from 'vitest'
import { ours } from '../../bench/incidents/ours.ts'
import { score } from '../../bench/incidents/score.ts'
import type { Scenario } from '../../bench/incidents/shapes.ts'
import { classes, classWords } from '../../bench/incidents/words.ts'
import { makeScenario } from '../../bench/incidents/world/make-scenario.ts'
import { storyNames } from '../../bench/incidents/world/stories.ts'

/** Stories of requests that are no payments, or of payments that fold into another story's: no truth of their own. */
const withoutTruth = ['free-tier', 'paid-from-credit', 'voucher-of-a-channel', 'up-to-nothing']

const large = makeScenario(7, 300)

const asText = (scenario: Scenario) =>
  JSON.stringify(scenario, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))

describe('a simulated world', () => {
  test('the same seed and size make the same scenario, another seed another one', () => {
    expect(asText(makeScenario(7, 300))).toBe(asText(large))
    expect(asText(makeScenario(8, 20))).not.toBe(asText(makeScenario(9, 20)))
  })

  test('a large scenario tells every story', () => {
    const told = new Set(large.truths.map(({ story }) => story))
    expect(storyNames.filter((name) => !told.has(name))).toEqual(withoutTruth)
  })

  test('a large scenario holds every class', () => {
    const found = new Set(large.truths.map(({ outcome }) => outcome))
    expect(classes.filter((name) => !found.has(name))).toEqual([])
  })

  test('every truth has a subject of its own', () => {
    const subjects = large.truths.map(({ subject }) => JSON.stringify(subject))
    expect(new Set(subjects).size).toBe(subjects.length)
  })

  test('what moved is what the logs of the chain say', () => {
    const used = new Map<string, bigint>()
    for (const { logs } of large.chain.txs) {
      for (const [at, { topics, data }] of logs.entries()) {
        const before = logs[at - 1]?.topics
        if (topics[0]?.startsWith('0xddf252ad') && before?.[0]?.startsWith('0x98de5035')) {
          used.set(`${before[1]}/${before[2]}`, BigInt(data))
        }
      }
    }
    const wrong = large.truths.filter(({ story, subject, movedAtomic }) => {
      if (subject.by !== 'authorization' || !subject.nonce.startsWith('0x')) return false
      // A router keeps a part, the shop pays itself, and an old proof moved its money before the window.
      if (/router|itself|before-the-window/.test(story)) return false
      const moved = used.get(`0x${subject.payer.slice(2).padStart(64, '0')}/${subject.nonce}`) ?? null
      return moved !== movedAtomic
    })
    expect(wrong).toEqual([])
  })

  test('the chain is in order: blocks below the head, one number for each log of a block', () => {
    const places = large.chain.txs.flatMap(({ block, logs }) =>
      logs.map(({ logIndex }) => `${block}/${logIndex}`),
    )
    expect(new Set(places).size).toBe(places.length)
    expect(large.chain.txs.filter(({ block }) => block < 0 || block > large.chain.head)).toEqual([])
  })
})

describe('x402ops in a simulated world', () => {
  const misses = async (scenario: Scenario, nodes: Parameters<typeof ours.reconcile>[1]) =>
    score(scenario, await ours.reconcile(scenario, nodes, scenario.seed), classWords).misses

  test('through an honest node it says what is true of every payment', async () => {
    expect(await misses(large, ['honest'])).toEqual([])
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('world %i of 20 payments', async (seed) => {
    expect(await misses(makeScenario(seed, 20), ['honest'])).toEqual([])
  })

  test.each(['small-ranges', 'unordered-duplicates'] as const)(
    'a node with %s changes nothing',
    async (fault) => {
      expect(await misses(makeScenario(11, 40), [fault])).toEqual([])
    },
  )
})
