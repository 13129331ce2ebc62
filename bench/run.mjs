// Every benchmark in turn, each in its own process so that none warms up another: npm run bench [NAME..]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const loader = ['--import', './scripts/ts.mjs']
/** By name: the rest of a Node command line. A program that is not here is skipped by its benchmark with a word. */
const benchmarks = {
  startup: ['bench/startup.mjs'],
  records: [...loader, 'bench/records.ts'],
  logs: [...loader, 'bench/logs.ts'],
  reconcile: [...loader, 'bench/bulk/reconcile.ts', '--only', 'ours,sql,viem,limit,receive'],
  engine: [...loader, 'bench/engine/run.ts', '50000'],
  matrix: [...loader, 'bench/matrix.ts'],
  redaction: [...loader, 'bench/redaction.ts'],
}

const wanted = process.argv.slice(2)
for (const name of wanted.filter((one) => !Object.hasOwn(benchmarks, one))) {
  process.stderr.write(`no benchmark is called ${name}; there are ${Object.keys(benchmarks).join(', ')}\n`)
  process.exit(2)
}
const cwd = fileURLToPath(new URL('..', import.meta.url))
for (const [name, line] of Object.entries(benchmarks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stdout.write(`\n# ${name}\n`)
  const { status } = spawnSync(process.execPath, line, { stdio: 'inherit', cwd })
  if (status !== 0) process.exitCode = 1
}
