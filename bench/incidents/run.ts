// The incident benchmark: node --import ./scripts/ts.mjs bench/incidents/run.ts --help
import { parseArgs } from 'node:util'
import { runRig } from './rig/run-rig.ts'
import { runLyingNodes } from './run-lying-nodes.ts'
import { runScenarios } from './run-scenarios.ts'

const help = `Scores x402ops and three other matchers on labelled incidents.

  --seeds N              generated scenarios to run (100)
  --from N               the first seed (1)
  --size N               payments of a scenario (30; 8 with --property)
  --lying                ask three nodes of which one lies, instead of one honest node
  --minutes M            stop after so many minutes
  --resume               go on behind the last seed of this commit and add up all its sittings
  --rig                  play two days on real servers and a real chain instead, and score those
  --property lying-nodes run this property instead: no faulty node makes a false clear
  --runs N               how often to run it (1000)

Each sitting appends a line to bench/results/incidents.ndjson. Exit 1 when x402ops was wrong.
`

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    size: { type: 'string' },
    lying: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    resume: { type: 'boolean', default: false },
    rig: { type: 'boolean', default: false },
    property: { type: 'string' },
    runs: { type: 'string', default: '1000' },
    help: { type: 'boolean', default: false },
  },
})

function count(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} must be a whole number above 0`)
  return number
}

const { resume } = values
const from = count('from', values.from)
const minutes = values.minutes === undefined ? Number.POSITIVE_INFINITY : count('minutes', values.minutes)
const common = { from, resume, deadline: performance.now() + minutes * 60_000 }

if (values.help) {
  process.stdout.write(help)
} else if (values.rig) {
  process.exitCode = (await runRig()) ? 0 : 1
} else if (values.property === undefined) {
  const size = count('size', values.size ?? '30')
  const run = { ...common, size, seeds: count('seeds', values.seeds), lying: values.lying }
  process.exitCode = (await runScenarios(run)) ? 0 : 1
} else if (values.property === 'lying-nodes') {
  const size = count('size', values.size ?? '8')
  process.exitCode = (await runLyingNodes({ ...common, size, runs: count('runs', values.runs) })) ? 0 : 1
} else {
  throw new Error(`there is no property ${values.property}; see --help`)
}
