// How time and memory grow with a history: the same job for several sizes, each run a process of its own, from files
// and an endpoint to the report. Linux only; run it after a build, with disk space for 700 bytes a payment:
//   npm run bench:curve -- [--sizes 1000000,3000000,10000000] [--odd 1000] [--bin FILE] [-- flags of reconcile]
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startHistory } from './history.ts'
import type { Cost } from './measure.ts'
import { ours } from './ways.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: 'string', default: '1000000,3000000,10000000' },
    odd: { type: 'string', default: '1000' },
    bin: { type: 'string', default: fileURLToPath(new URL('../../bin/x402ops.js', import.meta.url)) },
  },
})

type Ran = Cost & { readonly wrong: string; readonly payments: number; readonly oddOnes: number }

async function ran(payments: number): Promise<Ran> {
  const history = await startHistory({ payments, oddEvery: Number(values.odd) })
  const folder = mkdtempSync(join(tmpdir(), 'x402ops-bulk-'))
  const records = join(folder, 'records.jsonl')
  try {
    await history.writeRecords(records)
    const { truth } = history
    const all = Object.values(truth.classes).reduce((sum, count) => sum + count, 0)
    const way = ours(history, records, values.bin, ['--deadline', '120m', ...positionals])
    return { ...(await way.once(folder)), payments, oddOnes: all - (truth.classes.MATCHED ?? 0) }
  } finally {
    await history.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

process.stdout.write(`Node ${process.version}, ${cpus().length} cores; one run each\n\n`)
process.stdout.write(
  '| payments | not matched | wall s | CPU s | CPU a payment x first | peak RSS MiB | counts |\n| --- | --- | --- | --- | --- | --- | --- |\n',
)
let first: number | null = null
for (const size of values.sizes.split(',')) {
  const { payments, oddOnes, wallMs, cpuMs, peakMiB, wrong } = await ran(Number(size))
  first ??= cpuMs / payments
  const cells = [payments, oddOnes, (wallMs / 1000).toFixed(1), (cpuMs / 1000).toFixed(1)]
  const growth = (cpuMs / payments / first).toFixed(2)
  const right = wrong === '' ? 'exact' : `WRONG: ${wrong}`
  process.stdout.write(`| ${[...cells, growth, peakMiB.toFixed(0), right].join(' | ')} |\n`)
  if (wrong !== '') process.exitCode = 1
}
