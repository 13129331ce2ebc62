// Property: two windows that meet tell together what one window tells. A payment asked for in one half and made
// in the other is judged in both; the answers must then be the same.
import { chanceOf } from '../node/chance.ts'
import type { Scenario } from '../shapes.ts'
import { difference, reading } from './reading.ts'

const judged = (texts: readonly string[]) => texts.filter((text) => !text.endsWith(' is out_of_window'))

/**
 * A run that reads no further than its window cannot say that no refund came later: of a refund that the whole
 * window misses, the half may say that it does not know.
 */
function withoutLaterRefunds(changes: readonly string[]): readonly string[] {
  const missing = changes.filter((text) => text.startsWith('- ') && text.endsWith(' is refund_missing'))
  const forgiven = new Set(
    missing.flatMap((text) => {
      const unknown = text.replace(/^-/, '+').replace(/refund_missing$/, 'indeterminate')
      return changes.includes(unknown) ? [text, unknown] : []
    }),
  )
  return changes.filter((text) => !forgiven.has(text))
}

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
  return withoutLaterRefunds(difference([...new Set(judged(whole))], joined))
}
