// Property: how the rows come - in which order, how often - changes no answer.
import { chanceOf } from '../node/chance.ts'
import type { Scenario } from '../shapes.ts'
import { difference, reading } from './reading.ts'

type Row = Scenario['rows'][number]

/** The rows in another order, the same for the same seed. */
export function shuffled<T>(rows: readonly T[], seed: number): readonly T[] {
  return rows
    .map((row, index) => ({ row, place: chanceOf(seed, 'place', index) }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row)
}

/** Some rows written twice, as a log shipper does that lost its place. */
export function repeated(rows: readonly Row[], seed: number): readonly Row[] {
  return rows.flatMap((row, index) => (chanceOf(seed, 'twice', index) < 0.3 ? [row, row] : [row]))
}

/** What another order and repeated rows change in the answers: nothing. */
export async function rowsChange(scenario: Scenario, seed: number): Promise<readonly string[]> {
  const rows = shuffled(repeated(scenario.rows, seed), seed)
  return difference(await reading(scenario), await reading({ ...scenario, rows }))
}
