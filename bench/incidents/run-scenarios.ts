// The incident benchmark itself: every contender on the scenarios written by hand and on generated ones.
import { byHand } from './by-hand/index.ts'
import { contenders, scoreOf } from './contenders.ts'
import { oneOfThree } from './faults.ts'
import { addTallies, emptyTally, type Miss, type Tally } from './score.ts'
import type { NodeFault, Scenario } from './shapes.ts'
import { appendSitting, measuredCommit, nextSeed, type Sitting, sittingsOf } from './sittings.ts'
import { renderTable } from './table.ts'
import { makeScenario } from './world/make-scenario.ts'

/** What is run. `deadline` is on the clock of `performance.now()`. */
export type ScenarioRun = {
  readonly seeds: number
  readonly from: number
  readonly size: number
  readonly lying: boolean
  readonly resume: boolean
  readonly deadline: number
}

type IncidentSitting = Sitting & {
  readonly scenarios: number
  readonly tallies: Readonly<Record<string, Tally>>
}

type Sum = { readonly scenarios: number; readonly tallies: Readonly<Record<string, Tally>> }

const nothing: Sum = { scenarios: 0, tallies: {} }

function addSums(a: Sum, b: Sum): Sum {
  const tallies = contenders.map(({ name }) => {
    return [name, addTallies(a.tallies[name] ?? emptyTally, b.tallies[name] ?? emptyTally)] as const
  })
  return { scenarios: a.scenarios + b.scenarios, tallies: Object.fromEntries(tallies) }
}

async function runOne(
  scenario: Scenario,
  nodes: readonly NodeFault[],
): Promise<Sum & { readonly misses: readonly Miss[] }> {
  const tallies: Record<string, Tally> = {}
  const misses: Miss[] = []
  for (const contender of contenders) {
    const scored = await scoreOf(contender, scenario, nodes)
    tallies[contender.name] = scored.tally
    if (contender.name === 'x402ops') misses.push(...scored.misses)
  }
  return { scenarios: 1, tallies, misses }
}

/** Is there anything that x402ops must never say? With one liar of three, one in fifty may stay unknown. */
function isGood(tally: Tally, lying: boolean): boolean {
  const { wrong, silent, falseClears, falseAlarms, overclaimed, unknown, decidable } = tally
  const allowed = lying ? decidable / 50 : 0
  return wrong + silent + falseClears + falseAlarms + overclaimed === 0 && unknown <= allowed
}

/** Runs, prints the table, appends the sitting. True when x402ops made no mistake in all sittings together. */
export async function runScenarios(run: ScenarioRun): Promise<boolean> {
  const setting = `${run.lying ? 'one liar of three' : 'one honest node'}, size ${run.size}`
  const like = { bench: 'incidents', commit: measuredCommit(), setting }
  const before = run.resume ? sittingsOf<IncidentSitting>(like) : []
  const from = nextSeed(before, run.from)
  const started = performance.now()
  const nodesFor = (seed: number): readonly NodeFault[] => (run.lying ? oneOfThree(seed) : ['honest'])
  let sum = nothing
  const take = async (scenario: Scenario, nodes: readonly NodeFault[]) => {
    const { misses, ...one } = await runOne(scenario, nodes)
    sum = addSums(sum, one)
    for (const miss of misses) console.log(JSON.stringify({ nodes: nodes.join(' '), ...miss }))
  }
  if (before.length === 0) for (const [at, one] of byHand.entries()) await take(one, nodesFor(at))
  let seed = from
  for (; seed < from + run.seeds && performance.now() < run.deadline; seed += 1) {
    await take(makeScenario(seed, run.size), nodesFor(seed))
  }
  const seconds = Math.round((performance.now() - started) / 1000)
  const sitting: IncidentSitting = { ...like, node: process.version, from, to: seed - 1, seconds, ...sum }
  appendSitting(sitting)
  const total = before.reduce<Sum>(addSums, sum)
  const columns = contenders.map(({ name }) => ({ name, tally: total.tallies[name] ?? emptyTally }))
  const words = `${total.scenarios} scenarios (${setting}), seeds up to ${seed - 1}`
  console.log(`\n${words}, commit ${like.commit}, Node ${process.version}\n`)
  console.log(renderTable(columns))
  return isGood(columns[0]?.tally ?? emptyTally, run.lying)
}
