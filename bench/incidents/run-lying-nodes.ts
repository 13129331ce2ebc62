// The property about lying nodes, run very often: one small world and one arrangement of nodes for each seed.

import { runAmongLiars } from './properties/lying-nodes.ts'
import { addTallies, emptyTally, type Tally } from './score.ts'
import { appendSitting, measuredCommit, nextSeed, type Sitting, sittingsOf } from './sittings.ts'
import { makeScenario } from './world/make-scenario.ts'

/** What is run. `deadline` is on the clock of `performance.now()`. */
export type LyingNodesRun = {
  readonly runs: number
  readonly from: number
  readonly size: number
  readonly resume: boolean
  readonly deadline: number
}

type Counts = { readonly runs: number; readonly answers: number; readonly tally: Tally }
type LyingSitting = Sitting & Counts

function add(a: Counts, b: Counts): Counts {
  return { runs: a.runs + b.runs, answers: a.answers + b.answers, tally: addTallies(a.tally, b.tally) }
}

/** Runs, prints the sum, appends the sitting. True when there was no false clear in all sittings together. */
export async function runLyingNodes(run: LyingNodesRun): Promise<boolean> {
  const like = { bench: 'lying-nodes', commit: measuredCommit(), setting: `size ${run.size}` }
  const before = run.resume ? sittingsOf<LyingSitting>(like) : []
  const from = nextSeed(before, run.from)
  const started = performance.now()
  let counts: Counts = { runs: 0, answers: 0, tally: emptyTally }
  let seed = from
  for (; seed < from + run.runs && performance.now() < run.deadline; seed += 1) {
    const { nodes, tally, falseClears } = await runAmongLiars(makeScenario(seed, run.size), seed)
    counts = add(counts, { runs: 1, answers: tally.decidable + tally.undecidable, tally })
    for (const miss of falseClears) console.log(JSON.stringify({ nodes: nodes.join(' '), ...miss }))
  }
  const seconds = Math.round((performance.now() - started) / 1000)
  const sitting: LyingSitting = { ...like, node: process.version, from, to: seed - 1, seconds, ...counts }
  appendSitting(sitting)
  const { runs, answers, tally } = before.reduce<Counts>(add, counts)
  const { falseClears, unknown, decidable, wrong } = tally
  console.log(
    `${runs} runs with a faulty node, ${answers} payments, seeds up to ${seed - 1}, commit ${like.commit}: ` +
      `${falseClears} false clears; of ${decidable} decidable payments ${unknown} said to be unknown, ` +
      `${wrong - falseClears} put into another class`,
  )
  return falseClears === 0
}
