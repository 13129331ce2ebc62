// What each redactor hides, keeps and costs: node --import ./scripts/ts.mjs bench/redaction.ts --help
import { parseArgs } from 'node:util'
import { ours } from '../test/corpus/ours.ts'
import { hidden, judged, type Outcome, type Rate, ratesBy, share } from '../test/corpus/score.ts'
import { survivorsOf } from '../test/corpus/survivors.ts'
import { createWorld, unitsOf, type World } from '../test/corpus/world.ts'
import { logOf } from './redaction/log.ts'
import { type Peer, peers } from './redaction/peers.ts'
import { speedsOf, yardsticks } from './redaction/speeds.ts'

const help = `Scores x402ops, secretlint and a list of regular expressions on one corpus of secrets.

  --only WHAT     rates (minutes) or throughput (one minute); both without it
  --worlds N      worlds, each with every kind of secret in every encoding (2)
  --megabytes N   length of the log for the throughput (20)
  --rounds N      interleaved rounds of the throughput (5)

Rates and ratios; the megabytes per second are of this machine, and what it does with the same log otherwise stands
beside them. Exit 1 when x402ops missed a goal, 2 for a flag that is not understood.
`

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '2' },
    megabytes: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
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

function sayRates(
  title: string,
  names: readonly string[],
  tables: readonly ReadonlyMap<string, Rate>[],
): void {
  say(`\n${title}`)
  for (const name of names) say(columns([name, ...tables.map((table) => percent(table.get(name)))]))
}

async function rates(all: readonly Contestant[]): Promise<void> {
  const worlds = Array.from({ length: Number(values.worlds) }, (_, index) => createWorld(`bench-${index}`))
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

async function throughput(all: readonly Contestant[]): Promise<void> {
  const ofAll = all.map(({ name, start }) => ({
    name,
    start: () => start(createWorld('throughput')).text,
  }))
  // What an export does with a file: JSON per line is edited on its parsed form.
  const world = createWorld('throughput')
  const asFile = { name: 'x402ops, as file', start: () => ours(world).file }
  // A service that takes no money on Solana knows no account there: a nonce is then tested against one curve.
  const evm = { ...world, addresses: world.addresses.filter((address) => address.startsWith('0x')) }
  const onEvm = [
    { name: 'x402ops, EVM only', start: () => ours(evm).text },
    { name: 'x402ops, EVM only, as file', start: () => ours(evm).file },
  ]
  const log = logOf(Number(values.megabytes))
  const speeds = await speedsOf([...ofAll, asFile, ...onEvm, ...yardsticks], log, Number(values.rounds))
  const list = speeds.find(({ name }) => name === 'regex list')
  say(`\nthroughput on a log of ${values.megabytes} MB, every nonce new, medians of ${values.rounds} rounds`)
  say(columns(['', 'MB/s of CPU', 'MB/s', 'to regex list']))
  for (const { name, wall, cpu } of speeds) {
    say(columns([name, cpu.toFixed(1), wall.toFixed(1), (cpu / (list?.cpu ?? 1)).toFixed(3)]))
  }
}

if (values.help) {
  process.stdout.write(help)
} else if (values.only !== undefined && values.only !== 'rates' && values.only !== 'throughput') {
  process.stderr.write('--only takes rates or throughput\n')
  process.exitCode = 2
} else {
  const all = [x402ops, ...peers.map(contestant)]
  if (values.only !== 'throughput') await rates(all)
  if (values.only !== 'rates') await throughput(all)
}
