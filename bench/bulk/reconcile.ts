// Reconciles a generated history from files and an endpoint to the report, beside the same job done in two other ways:
// the way people do it today (viem's decoded logs and Maps), and the least that any program must do (parse the same
// bytes, join them in typed arrays). Every run is a process of its own. Run it after a build:
//   npm run bench:bulk -- --payments 100000 [--hours 3] [--seed 1] [--payers 1000] [--odd 1000] [--runs 5]
//     [--only ours,viem,limit,receive,postgres,sql] [--bin FILE] [--faults JSON] [-- flags of reconcile]
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startDatabase } from './database.ts'
import { type HistoryAsked, startHistory } from './history.ts'
import { type Cost, measured, median } from './measure.ts'
import { makePeers, ours, type Way } from './ways.ts'

type Row = { readonly name: string; readonly costs: readonly Cost[]; readonly wrong: string }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    payments: { type: 'string', default: '100000' },
    hours: { type: 'string' },
    seed: { type: 'string', default: '1' },
    payers: { type: 'string', default: '1000' },
    odd: { type: 'string', default: '1000' },
    runs: { type: 'string' },
    only: { type: 'string', default: 'ours,viem,limit,receive' },
    bin: { type: 'string', default: fileURLToPath(new URL('../../bin/x402ops.js', import.meta.url)) },
    faults: { type: 'string', default: '{}' },
  },
})
const payments = Number(values.payments)
// A median needs several runs; of the large sizes one costs minutes.
const runs = Number(values.runs ?? (payments <= 100_000 ? 5 : 1))

/** Turn by turn, so that a busy minute of the machine falls on every way alike. */
async function timed(ways: readonly Way[]): Promise<readonly Row[]> {
  const results = ways.map((): (Cost & { readonly wrong: string })[] => [])
  for (let run = 0; run < runs; run += 1) {
    for (const [index, way] of ways.entries()) {
      const folder = mkdtempSync(join(tmpdir(), 'x402ops-bulk-'))
      try {
        results[index]?.push(await way.once(folder))
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
  }
  return ways.map(({ name }, index) => {
    const costs = results[index] ?? []
    const wrong = new Set(costs.map((cost) => cost.wrong).filter((text) => text !== ''))
    return { name, costs, wrong: [...wrong].join('; ') }
  })
}

const wallOf = ({ costs }: Row) => median(costs.map(({ wallMs }) => wallMs))
const cpuOf = ({ costs }: Row) => median(costs.map(({ cpuMs }) => cpuMs))

function table(rows: readonly Row[], logs: number): string {
  const limit = rows.find(({ name }) => name.startsWith('limit'))
  const ratio = (row: Row, of: (row: Row) => number) =>
    limit === undefined ? '' : (of(row) / of(limit)).toFixed(2)
  const lines = rows.map((row) => {
    const seconds = [wallOf(row), cpuOf(row)].map((ms) => (ms / 1000).toFixed(2))
    const peak = Math.max(...row.costs.map(({ peakMiB }) => peakMiB)).toFixed(0)
    const pace = (logs / wallOf(row)).toFixed(0)
    const right = row.wrong === '' ? 'exact' : `WRONG: ${row.wrong}`
    return `| ${[row.name, ...seconds, peak, ratio(row, wallOf), ratio(row, cpuOf), pace, right].join(' | ')} |`
  })
  const head = '| way | wall s | CPU s | peak RSS MiB | wall x limit | CPU x limit | klogs/s | counts |'
  return [head, '| --- | --- | --- | --- | --- | --- | --- | --- |', ...lines].join('\n')
}

const asked: HistoryAsked = {
  ...{ payments, seed: Number(values.seed), payers: Number(values.payers), oddEvery: Number(values.odd) },
  ...(values.hours === undefined ? {} : { hours: Number(values.hours) }),
  faults: JSON.parse(values.faults) as NonNullable<HistoryAsked['faults']>,
}
const history = await startHistory(asked)
const folder = mkdtempSync(join(tmpdir(), 'x402ops-bulk-'))
const records = join(folder, 'records.jsonl')
const peers = await makePeers(history, records)
const only = values.only.split(',')
// The two that need a server; it is started for them alone.
const database = only.some((name) => ['postgres', 'sql'].includes(name)) ? await startDatabase() : null
const engine = ['--engine', 'postgres', '--store', 'env:STORE']

function inDatabase(more: readonly string[]): Readonly<Record<string, Way>> {
  if (database === null) return {}
  const { url, counted } = database
  // It is told to use the engine for any number of records, for small histories are measured, too.
  const around = { name: 'x402ops --engine postgres', env: { STORE: url, X402OPS_SIEVE_ABOVE: '0' } }
  return {
    postgres: counted(ours(history, records, values.bin, [...more, ...engine], around)),
    sql: counted(peers.sql(url)),
  }
}

try {
  await history.writeRecords(records)
  const { truth, plan } = history
  const bare = await measured(['-e', '0'], { cwd: folder })
  process.stdout.write(
    `${payments} payments in ${plan.hours} h of blocks, ${truth.records} records, ${truth.logs} logs, seed ${plan.seed}\n` +
      `${runs} run${runs === 1 ? '' : 's'} each, medians, largest peak; Node ${process.version}, ${cpus().length} cores, ` +
      `load ${loadavg()[0]?.toFixed(1)}, bare node ${bare.wallMs.toFixed(0)} ms\n\n`,
  )
  const { viem, limit, receive } = peers
  const more = ['--deadline', '60m', ...positionals]
  const mine = ours(history, records, values.bin, more)
  const ways = Object.entries({ ours: mine, ...inDatabase(more), viem, limit, receive })
  const chosen = ways.filter(([name]) => only.includes(name)).map(([, way]) => way)
  const rows = await timed(chosen)
  process.stdout.write(`${table(rows, truth.logs)}\n`)
  process.exitCode = rows.every(({ wrong }) => wrong === '') ? 0 : 1
} finally {
  peers.remove()
  await Promise.all([history.close(), database?.stop()])
  rmSync(folder, { recursive: true, force: true })
}
