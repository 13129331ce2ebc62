import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { RunDocument } from '../../src/core/report.ts'
import type { History } from './history.ts'
import { type Cost, measured } from './measure.ts'
import type { Counted, PeerAsked } from './peers/counted.ts'

/** One way to do the job: `once` is one process in a folder of its own; `wrong` is empty when its counts are the truth. */
export type Way = {
  readonly name: string
  readonly once: (folder: string) => Promise<Cost & { readonly wrong: string }>
}

type Counts = Readonly<Record<string, number>>

/** What differs between two counts, as words; empty = nothing. */
function differences(told: Counts, wanted: Counts): string {
  const names = [...new Set([...Object.keys(told), ...Object.keys(wanted)])].sort()
  const wrong = names.filter((name) => (told[name] ?? 0) !== (wanted[name] ?? 0))
  return wrong.map((name) => `${name} ${told[name] ?? 0} instead of ${wanted[name] ?? 0}`).join(', ')
}

function failure({ exitCode, stderr }: Cost): string {
  return `exit ${exitCode}: ${stderr.replace(/\s/g, ' ').slice(0, 160)}`
}

/** How a way is called, and what its environment holds beside the usual. */
type Around = { readonly name: string; readonly env: Readonly<Record<string, string>> }

/** Our own program, from the command line to the report; right when every class is counted as the truth has it. */
export function ours(
  history: History,
  records: string,
  bin: string,
  more: readonly string[],
  { name, env: given }: Around = { name: 'x402ops reconcile', env: {} },
): Way {
  return {
    name,
    once: async (folder) => {
      const report = join(folder, 'report.json')
      // The endpoint is one's own; the usual pace is for those of others.
      writeFileSync(
        join(folder, 'x402ops.yaml'),
        'version: 1\nprofiles: {mainnet: {limits: {rpcRate: 100000}}}\n',
      )
      // What an earlier round read would be no work of this one.
      const args = [bin, ...history.args(records), '--no-cache', '-o', `json=${report}`, ...more]
      const cost = await measured(args, {
        cwd: folder,
        env: { ...given, XDG_STATE_HOME: join(folder, 'state') },
      })
      if (![0, 1, 3].includes(cost.exitCode)) return { ...cost, wrong: failure(cost) }
      const document = JSON.parse(readFileSync(report, 'utf8')) as RunDocument
      const told = Object.fromEntries(document.totals.map(({ name, count }) => [name.toUpperCase(), count]))
      const wrong = differences(told, history.truth.classes)
      return { ...cost, wrong: document.complete ? wrong : `incomplete; ${wrong}` }
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

/** The programs that x402ops is compared with, compiled, so that nobody pays for the types. Owes `remove`. */
export async function makePeers(history: History, records: string) {
  const home = fileURLToPath(new URL('../../node_modules/', import.meta.url))
  // Under node_modules, so that they find their packages and nothing lints them.
  const folder = mkdtempSync(join(home, '.x402ops-bulk-'))
  const here = fileURLToPath(new URL('./peers/', import.meta.url))
  const names = ['viem-maps', 'limit', 'receive', 'sql']
  await build({
    entryPoints: names.map((name) => join(here, `${name}.ts`)),
    ...{ bundle: true, platform: 'node', format: 'esm', packages: 'external', target: 'node20' },
    ...{ outdir: folder, outExtension: { '.js': '.mjs' } },
  })
  const { plan, truth } = history
  const blocks = plan.lastBlock - plan.firstBlock + 1
  // A tenth below the limit of 10,000, for blocks do not hold equally many.
  const span = Math.max(1, Math.floor((9_000 * blocks) / truth.logs))
  const asked: PeerAsked = { url: history.url, records, from: plan.firstBlock, to: plan.lastBlock, span }
  const way = (name: string, script: string, wanted: Counted, env: Around['env'] = {}): Way => ({
    name,
    once: async (cwd) => {
      const cost = await measured([join(folder, `${script}.mjs`), JSON.stringify(asked)], { cwd, env })
      if (cost.exitCode !== 0) return { ...cost, wrong: failure(cost) }
      return { ...cost, wrong: differences(JSON.parse(cost.stdout) as Counted, wanted) }
    },
  })
  const all: Counted = { records: truth.records, logs: truth.logs, paired: pairedOf(history) }
  return {
    viem: way('viem getLogs + Maps', 'viem-maps', all),
    limit: way('limit: JSON.parse + typed join', 'limit', all),
    sql: (url: string) => way('SQL in PostgreSQL: COPY + join', 'sql', all, { SQL_URL: url }),
    receive: way('receive only (logs dropped)', 'receive', { records: 0, logs: truth.logs, paired: 0 }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
