// Who takes part in the incident benchmark, in the order of the table.
import { clawville } from './baselines/clawville.ts'
import { txHash } from './baselines/tx-hash.ts'
import { x402trace } from './baselines/x402trace.ts'
import { ours } from './ours.ts'
import { type Score, score } from './score.ts'
import type { Contender, NodeFault, Scenario } from './shapes.ts'
import { classWords, wordsOf } from './words.ts'

/** x402ops first, then the public matchers and the naive one. */
export const contenders: readonly Contender[] = [ours, x402trace, clawville, txHash]

/** Lets one contender reconcile one scenario through these nodes and scores what it says. */
export async function scoreOf(
  contender: Contender,
  scenario: Scenario,
  nodes: readonly NodeFault[],
): Promise<Score> {
  const answers = await contender.reconcile(scenario, nodes, scenario.seed)
  return score(scenario, answers, wordsOf[contender.name] ?? classWords)
}
