// Property: two windows that meet tell together what one window tells. A payment asked for in one half and made
// in the other is judged in both; the answers must then be the same.
import { chanceOf } from '../node/chance.ts'
import type { Scenario } from '../shapes.ts'
import { difference, reading } from './reading.ts'

const judged = (texts: readonly string[]) => texts.filter((text) => !text.endsWith(' is out_of_window'))

/** What cutting the window in two changes in the answers: nothing. */
export async function cutChanges(scenario: Scenario, seed: number): Promise<readonly string[]> {
  // What an earlier run remembered belongs to its own window, not to either half.
  const { earlier: _earlier, ...plain } = scenario
  const { since, until } = plain.window
  const cut = since + Math.floor(chanceOf(seed, 'cut') * (until - since - 1))
  const [whole, first, second] = await Promise.all([
    reading(plain),
    reading({ ...plain, window: { since, until: cut } }),
    reading({ ...plain, window: { since: cut + 1, until } }),
  ])
  const joined = [...new Set([...judged(first), ...judged(second)])]
  return difference([...new Set(judged(whole))], joined)
}
