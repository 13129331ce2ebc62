// Every benchmark in turn, each in its own process so that none warms up another: npm run bench
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const benchmarks = readdirSync(folder).filter((name) => name.endsWith('.mjs') && name !== 'run.mjs')
for (const name of benchmarks.sort()) {
  process.stdout.write(`\n# ${name}\n`)
  const { status } = spawnSync(process.execPath, [`${folder}${name}`], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
