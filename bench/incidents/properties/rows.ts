// Property: how the rows come - in which order, how often, in how many files - changes no answer.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

/** The rows dealt out to files; a file may stay empty. */
export function dealt<T>(rows: readonly T[], files: number, seed: number): readonly (readonly T[])[] {
  const piles: T[][] = Array.from({ length: files }, () => [])
  for (const [index, row] of rows.entries()) {
    piles[Math.floor(chanceOf(seed, 'file', index) * files)]?.push(row)
  }
  return piles
}

/**
 * What dealing the rows out to several files changes in the answers: nothing. It holds for books whose rows
 * name their instance; without that, rows of one payment count as one only within a file (docs/records.md).
 */
export async function filesChange(scenario: Scenario, seed: number): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'x402ops-rows-'))
  try {
    const piles = dealt(shuffled(scenario.rows, seed), 2 + Math.floor(chanceOf(seed, 'files') * 4), seed)
    for (const [index, pile] of piles.entries()) {
      const text = pile.map((row) => `${JSON.stringify(row)}\n`).join('')
      await writeFile(join(folder, `pay-${index}.jsonl`), text)
    }
    const rowsIn = join(folder, '*.jsonl')
    return difference(await reading(scenario), await reading({ ...scenario, rowsIn }))
  } finally {
    await rm(folder, { recursive: true })
  }
}
