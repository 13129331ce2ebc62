import type { Scenario, SimPayTo } from '../shapes.ts'
import { makeCalendar } from './calendar.ts'
import { writeBooks } from './dialects.ts'
import { makeNoise } from './noise.ts'
import { makePlaces } from './places.ts'
import { type Random, randomFrom } from './random.ts'
import { clockErrors } from './recorder.ts'
import { stories, storyNames } from './stories.ts'
import { earlierChain } from './stories-reorg.ts'
import { emptyWorld, finalTruths, numberLogs } from './world.ts'

/**
 * Which stories happen: about half of the payments are clean; the others are told in turn, beginning anywhere,
 * so that a large scenario holds every story.
 */
function chooseStories(random: Random, size: number): readonly string[] {
  const others = random.shuffle(storyNames.filter((name) => name !== 'clean'))
  let next = 0
  return Array.from({ length: size }, () => {
    if (random.chance(0.4)) return 'clean'
    next += 1
    return others[(next - 1) % others.length] ?? 'clean'
  })
}

/**
 * A world of about `size` payments, the books of its operator, and what is true of every payment. The same seed
 * and size give the same scenario on every machine; a size of 300 or more holds every story.
 */
export function makeScenario(seed: number, size: number): Scenario {
  const random = randomFrom(seed)
  const places = makePlaces(random)
  const calendar = makeCalendar(random, size)
  const world = emptyWorld(random, places, calendar)
  for (const name of chooseStories(random, size)) {
    world.story = name
    stories[name]?.(world)
  }
  makeNoise(world, Math.ceil(size / 2))
  const txs = numberLogs(world.history.txs)
  const payTo: readonly SimPayTo[] = [
    { address: places.oldPayTo, from: null, until: calendar.rotatedAt },
    { address: places.payTo, from: calendar.rotatedAt, until: null },
  ]
  const { genesis: genesisTime, blockSeconds, head, safe, finalized, since, until } = calendar
  const chain = {
    chainId: 8453,
    network: 'eip155:8453',
    genesisTime,
    blockSeconds,
    head,
    safe,
    finalized,
    txs,
  }
  return {
    name: `world of ${size}`,
    seed,
    chain,
    asset: { address: places.token, symbol: 'USDC', decimals: 6 },
    payTo,
    refundFrom: [places.refunder],
    rows: writeBooks(world.history.booked, clockErrors, random),
    exchanges: [...world.history.exchanges].sort((a, b) => a.closedAt - b.closedAt),
    window: { since, until },
    truths: finalTruths(world, txs),
    ...(world.history.vanished.length === 0 ? {} : { earlier: earlierChain(world, chain) }),
  }
}
