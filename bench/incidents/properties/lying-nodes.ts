// Property: a node that lies or fails, alone or beside honest ones, never turns a finding into a false clear.
import { scoreOf } from '../contenders.ts'
import { someLiar } from '../faults.ts'
import { ours } from '../ours.ts'
import type { Miss, Tally } from '../score.ts'
import type { NodeFault, Scenario } from '../shapes.ts'

/** What one run said: the nodes, the score, and the answers that must never be given. */
export type LyingRun = {
  readonly nodes: readonly NodeFault[]
  readonly tally: Tally
  readonly falseClears: readonly Miss[]
}

/** Reconciles a scenario through the nodes that the seed names. */
export async function runAmongLiars(scenario: Scenario, seed: number): Promise<LyingRun> {
  const nodes = someLiar(seed)
  const { tally, misses } = await scoreOf(ours, scenario, nodes)
  return { nodes, tally, falseClears: misses.filter(({ kind }) => kind === 'false clear') }
}
