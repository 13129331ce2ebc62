// What each redactor hides, keeps and costs: node --import ./scripts/ts.mjs bench/redaction.ts --help
import { parseArgs } from 'node:util'
import { ours } from '../test/corpus/ours.ts'
import { hidden, judged, type Outcome, type Rate, ratesBy, share } from '../test/corpus/score.ts'
import { survivorsOf } from '../test/corpus/survivors.ts'
import { createWorld, unitsOf, type World } from '../test/corpus/world.ts'
import { logOf } from './redaction/log.ts'
import { type Peer, peers } from './redaction/peers.ts'

const help = `Scores x402ops, secretlint and a list of regular expressions on one corpus of secrets.

  --worlds N      worlds, each with every kind of secret in every encoding (2)
  --megabytes N   length of the log for the throughput (20)
  --rounds N      interleaved rounds of the throughput (3)

Rates and ratios; the megabytes per second are of this machine. Exit 1 when x402ops missed a goal.
`

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '2' },
    megabytes: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
})

type Contestant = { readonly name: string; readonly start: (world: World) => Run }
type Run = {
  readonly learn: (value: unknown) => void
  readonly unit: (unit: Outcome['unit']) => Promise<string>
  readonly text: (text: string) => Promise<string>
  readonly data: (value: unknown) => Promise<string>
}

const x402ops: Contestant = {
  name: 'x402ops',
  start: (world) => {
    const hider = ours(world)
    return {
      learn: hider.learn,
      unit: async (unit) => hidden(hider, unit),
      text: async (text) => hider.text(text),
      data: async (value) => JSON.stringify(hider.data(value)),
    }
  },
}

function contestant({ name, mask }: Peer): Contestant {
  const run: Run = {
    learn: () => undefined,
    unit: ({ carried }) => mask(carried.text),
    text: mask,
    data: (value) => mask(JSON.stringify(value)),
  }
  return { name, start: () => run }
}

const say = (text: string) => process.stdout.write(`${text}\n`)
const percent = (rate: Rate | undefined) =>
  rate === undefined ? '-' : `${(Math.floor(share(rate) * 100_000) / 1000).toFixed(2)} %`
const columns = (cells: readonly string[]) =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(34) : cell.padStart(14))).join('')

async function secretsOf({ start }: Contestant, worlds: readonly World[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const world of worlds) {
    const run = start(world)
    for (const unit of unitsOf(world)) outcomes.push(judged(unit, await run.unit(unit)))
  }
  return outcomes
}

async function publicOf({ start }: Contestant, worlds: readonly World[]): Promise<ReadonlyMap<string, Rate>> {
  const seen: { readonly name: string; readonly survived: boolean }[] = []
  for (const world of worlds) {
    const { survivors, records } = survivorsOf(world.seed, 50)
    const run = start(world)
    for (const record of records) run.learn(record)
    for (const { body } of survivors) if (typeof body !== 'string') run.learn(body)
    for (const { body, value, form, kind } of survivors) {
      const output = typeof body === 'string' ? await run.text(body) : await run.data(body)
      const name = form === 'unlabelled' ? `${kind.isDense ? 'dense' : 'plain'} ${form}` : form
      seen.push({ name, survived: output.includes(value) })
    }
  }
  return ratesBy(
    seen,
    ({ name }) => name,
    ({ survived }) => survived,
  )
}

/** Megabytes per second, the best of some interleaved rounds. */
async function speedsOf(all: readonly Contestant[], log: string, rounds: number): Promise<readonly number[]> {
  const best = all.map(() => 0)
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { start }] of all.entries()) {
      const run = start(createWorld('throughput'))
      const begin = performance.now()
      await run.text(log)
      const speed = log.length / 1e3 / (performance.now() - begin)
      best[index] = Math.max(best[index] ?? 0, speed)
    }
  }
  return best
}

function sayRates(
  title: string,
  names: readonly string[],
  tables: readonly ReadonlyMap<string, Rate>[],
): void {
  say(`\n${title}`)
  for (const name of names) say(columns([name, ...tables.map((table) => percent(table.get(name)))]))
}

if (values.help) {
  process.stdout.write(help)
} else {
  const worlds = Array.from({ length: Number(values.worlds) }, (_, index) => createWorld(`bench-${index}`))
  const all = [x402ops, ...peers.map(contestant)]
  const secrets: (readonly Outcome[])[] = []
  const publics: ReadonlyMap<string, Rate>[] = []
  for (const one of all) {
    secrets.push(await secretsOf(one, worlds))
    publics.push(await publicOf(one, worlds))
  }
  const by = (nameOf: (outcome: Outcome) => string) =>
    secrets.map((outcomes) => ratesBy(outcomes, nameOf, ({ leaks }) => !leaks))
  const mode = by(({ unit }) => unit.planted.mode)
  const kind = by(({ unit }) => unit.planted.kind.name)
  const carrier = by(({ unit }) => unit.carrier.name)
  const json = secrets.map((outcomes) =>
    ratesBy(
      outcomes.filter(({ unit }) => unit.carried.json !== undefined),
      () => 'JSON that still parses',
      ({ parses }) => parses,
    ),
  )
  say(`${secrets[0]?.length} texts in ${worlds.length} worlds`)
  say(columns(['', ...all.map(({ name }) => name)]))
  sayRates('hidden, by what gives the secret away', [...mode[0]!.keys()], mode)
  sayRates('kept, by how a public value stands', [...publics[0]!.keys()], publics)
  sayRates('JSON', [...json[0]!.keys()], json)
  sayRates('hidden, by kind', [...kind[0]!.keys()], kind)
  sayRates('hidden, by encoding and place', [...carrier[0]!.keys()], carrier)

  const speeds = await speedsOf(all, logOf(Number(values.megabytes)), Number(values.rounds))
  say(`\nthroughput on a log of ${values.megabytes} MB, best of ${values.rounds} rounds`)
  say(columns(['MB/s', ...speeds.map((speed) => speed.toFixed(1))]))
  say(columns(['ratio to the regex list', ...speeds.map((speed) => (speed / speeds.at(-1)!).toFixed(3))]))

  const goals: readonly (readonly [string, Rate | undefined, number])[] = [
    ['known secrets hidden', mode[0]!.get('known'), 1],
    ['labelled secrets hidden', mode[0]!.get('labelled'), 0.999],
    ['shaped secrets hidden', mode[0]!.get('shaped'), 0.999],
    ['structured public values kept', publics[0]!.get('structured'), 0.999],
    ['labelled public values kept', publics[0]!.get('labelled'), 0.999],
    ['dense public values kept', publics[0]!.get('dense unlabelled'), 0.9],
    ['JSON that still parses', json[0]!.get('JSON that still parses'), 1],
  ]
  say('')
  for (const [name, rate, goal] of goals) {
    const isMet = rate !== undefined && share(rate) >= goal
    if (!isMet) process.exitCode = 1
    say(columns([name, percent(rate), `goal ${goal * 100} %`, isMet ? 'ok' : 'MISSED']))
  }
}
