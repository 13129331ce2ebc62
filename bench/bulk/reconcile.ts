// Reconciles a generated history from files and an endpoint to the report, beside the same job done in two other ways:
// the way people do it today (viem's decoded logs and Maps), and the least that any program must do (parse the same
// bytes, join them in typed arrays). Every run is a process of its own. Run it after a build:
//   npm run bench:bulk -- --payments 100000 [--hours 3] [--seed 1] [--runs 5] [--only ours,viem,limit]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { RunDocument } from '../../src/core/report.ts'
import type { History } from './history.ts'
import { startHistory } from './history.ts'
import { type Cost, measured, median } from './measure.ts'
import type { Counted } from './peers/counted.ts'

type Row = { readonly name: string; readonly costs: readonly Cost[]; readonly wrong: string }
type Way = {
  readonly name: string
  readonly once: (folder: string) => Promise<Cost & { readonly wrong: string }>
}

const { values } = parseArgs({
  options: {
    payments: { type: 'string', default: '100000' },
    hours: { type: 'string' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    only: { type: 'string', default: 'ours,viem,limit' },
    deadline: { type: 'string', default: '60m' },
  },
})
const payments = Number(values.payments)
// A median needs several runs; of the large sizes one costs minutes.
const runs = Number(values.runs ?? (payments <= 100_000 ? 5 : 1))
const hooked = ['--import', fileURLToPath(new URL('../../scripts/ts.mjs', import.meta.url))]
const bin = fileURLToPath(new URL('../../bin/x402ops.js', import.meta.url))
const peer = (name: string) => fileURLToPath(new URL(`./peers/${name}.ts`, import.meta.url))

/** What differs between two counts, as words; empty = nothing. */
function differences(
  told: Readonly<Record<string, number>>,
  wanted: Readonly<Record<string, number>>,
): string {
  const names = [...new Set([...Object.keys(told), ...Object.keys(wanted)])].sort()
  const wrong = names.filter((name) => (told[name] ?? 0) !== (wanted[name] ?? 0))
  return wrong.map((name) => `${name} ${told[name] ?? 0} instead of ${wanted[name] ?? 0}`).join(', ')
}

function ours(history: History, records: string): Way {
  return {
    name: 'x402ops reconcile',
    once: async (folder) => {
      const report = join(folder, 'report.json')
      const args = [bin, ...history.args(records), '-o', `json=${report}`, '--deadline', values.deadline]
      const cost = await measured(args, { cwd: folder, env: { XDG_STATE_HOME: join(folder, 'state') } })
      if (cost.exitCode > 3) return { ...cost, wrong: `exit ${cost.exitCode}: ${cost.stderr.slice(0, 120)}` }
      const document = JSON.parse(readFileSync(report, 'utf8')) as RunDocument
      const told = Object.fromEntries(document.totals.map(({ name, count }) => [name.toUpperCase(), count]))
      const wrong = differences(told, history.truth.classes)
      return { ...cost, wrong: document.complete ? wrong : `incomplete; ${wrong}` }
    },
  }
}

/** What one of the two plain programs must find: it knows no classes, but every payment on either side. */
function plain(name: string, script: string, history: History, records: string): Way {
  const { plan, truth } = history
  return {
    name,
    once: async (folder) => {
      const wanted = { records: truth.records, logs: truth.logs }
      const blocks = plan.lastBlock - plan.firstBlock + 1
      // A tenth below the limit, for blocks do not hold equally many.
      const span = Math.max(1, Math.floor((9_000 * blocks) / truth.logs))
      const asked = { url: history.url, records, from: plan.firstBlock, to: plan.lastBlock, span }
      const cost = await measured([...hooked, peer(script), JSON.stringify(asked)], { cwd: folder })
      if (cost.exitCode !== 0)
        return { ...cost, wrong: `exit ${cost.exitCode}: ${cost.stderr.slice(0, 120)}` }
      const { records: read, logs, paired } = JSON.parse(cost.stdout) as Counted
      const wrong = differences({ records: read, logs, paired }, { ...wanted, paired: pairedOf(history) })
      return { ...cost, wrong }
    },
  }
}

/** Records whose payer and nonce the chain shows as used. */
function pairedOf({ plan }: History): number {
  let count = 0
  for (let payment = 0; payment < plan.payments; payment += 1) {
    const { record, chain, before } = plan.storyOf(payment)
    if (record !== null && (['paid', 'stranger'].includes(chain) || before === 'nonce')) count += 1
  }
  return count
}

async function timed(way: Way): Promise<Row> {
  const results: Awaited<ReturnType<Way['once']>>[] = []
  for (let run = 0; run < runs; run += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'x402ops-bulk-'))
    try {
      results.push(await way.once(folder))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const wrong = [...new Set(results.map((result) => result.wrong))].filter((text) => text !== '')
  return { name: way.name, costs: results, wrong: wrong.join('; ') }
}

const seconds = (ms: number) => (ms / 1000).toFixed(2)

function table(rows: readonly Row[]): string {
  const limit = rows.find(({ name }) => name.startsWith('limit'))
  const wall = ({ costs }: Row) => median(costs.map(({ wallMs }) => wallMs))
  const lines = rows.map((row) => {
    const cpu = median(row.costs.map(({ cpuMs }) => cpuMs))
    const peak = Math.max(...row.costs.map(({ peakMiB }) => peakMiB))
    const ratio = limit === undefined ? '' : (wall(row) / wall(limit)).toFixed(2)
    const right = row.wrong === '' ? 'exact' : `WRONG: ${row.wrong}`
    return `| ${row.name} | ${seconds(wall(row))} | ${seconds(cpu)} | ${peak.toFixed(0)} | ${ratio} | ${right} |`
  })
  const head = '| way | wall s | CPU s | peak RSS MiB | wall x limit | counts |'
  return [head, '| --- | --- | --- | --- | --- | --- |', ...lines].join('\n')
}

const hours = values.hours === undefined ? {} : { hours: Number(values.hours) }
const history = await startHistory({ payments, seed: Number(values.seed), ...hours })
const folder = mkdtempSync(join(tmpdir(), 'x402ops-bulk-'))
try {
  const records = join(folder, 'records.jsonl')
  await history.writeRecords(records)
  const { truth, plan } = history
  process.stdout.write(
    `${payments} payments in ${plan.hours} h of blocks, ${truth.records} records, ${truth.logs} logs; ` +
      `${runs} run${runs === 1 ? '' : 's'} each, medians, largest peak; Node ${process.version}, ${cpus().length} cores\n\n`,
  )
  const ways = [
    ...(values.only.includes('ours') ? [ours(history, records)] : []),
    ...(values.only.includes('viem') ? [plain('viem getLogs + Maps', 'viem-maps', history, records)] : []),
    ...(values.only.includes('limit')
      ? [plain('limit: JSON.parse + typed join', 'limit', history, records)]
      : []),
  ]
  const rows: Row[] = []
  for (const way of ways) rows.push(await timed(way))
  process.stdout.write(`${table(rows)}\n`)
  process.exitCode = rows.every(({ wrong }) => wrong === '') ? 0 : 1
} finally {
  await history.close()
  rmSync(folder, { recursive: true, force: true })
}
