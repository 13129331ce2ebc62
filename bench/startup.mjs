// Start-up as a ratio to `node -e 0`: medians of interleaved runs on this machine. A ratio, because
// milliseconds of a shared machine mean nothing; beside the wall clock the processor time (user + system),
// which a busy neighbour disturbs far less. Measured in the environment as it is and in an empty one: what an
// environment makes bare node do (NODE_EXTRA_CA_CERTS more than doubles it) makes every ratio to it smaller.
// Run it after a build: node bench/startup.mjs [rounds] [program]
import { fork, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

const rounds = Number(process.argv[2] ?? 5)
const program = process.argv[3] ?? fileURLToPath(new URL('../bin/x402ops.js', import.meta.url))
// Its `times` tells the processor time of a child in milliseconds; Node only tells its own.
const bash = ['/bin/bash', '/usr/bin/bash'].find(existsSync)

const service = fork(fileURLToPath(new URL('startup/service.mjs', import.meta.url)))
const url = await new Promise((told) => service.once('message', told))
const at = ['mainnet', '--base-url', url, '--no-save']
const tenRoutes = Array.from({ length: 10 }, (_, index) => ['--route', `GET /v1/quote${index || ''}`]).flat()
// Ten routes at the pace of the preset take seconds, and those say nothing about us.
const atOnce = ['--rate', '1000', '--concurrency', '10']

/** The goal for the ratio, in both environments; null = told, and not judged. `orMs`: so much more will do where bare Node starts in less than `quickMs`. */
const cases = [
  { name: 'node -e 0', argv: ['-e', '0'], goal: null },
  { name: 'x402ops --version', argv: [program, '--version'], goal: 1.15, orMs: 15 },
  { name: 'x402ops --help', argv: [program, '--help'], goal: 1.15, orMs: 15 },
  { name: 'x402ops probe', argv: [program, 'probe', ...at, '--quiet'], goal: 1.35 },
  {
    name: 'x402ops matrix, one route',
    argv: [program, 'matrix', ...at, '--route', 'GET /v1/quote'],
    goal: 1.35,
  },
  {
    name: 'x402ops monitor, ten routes',
    argv: [program, 'monitor', ...at, ...tenRoutes, ...atOnce],
    goal: null,
  },
]

// Away from any x402ops.yaml: what is measured is a run that was given everything on its command line.
const cwd = tmpdir()
const environments = [
  { name: 'the environment as it is', env: { ...process.env, XDG_CONFIG_HOME: cwd } },
  { name: 'an empty environment', env: { PATH: process.env.PATH ?? '' } },
]

/** Milliseconds from start to end of a process, and its exit code. */
function wallOf(argv, env) {
  return new Promise((done) => {
    const begin = performance.now()
    const child = spawn(process.execPath, argv, { cwd, env, stdio: 'ignore' })
    child.on('close', (code) => done({ ms: performance.now() - begin, code }))
  })
}

/** Milliseconds of processor time of a process; NaN where there is no bash. */
function processorOf(argv, env) {
  if (bash === undefined) return Promise.resolve(Number.NaN)
  return new Promise((done) => {
    const script = '"$@" >/dev/null 2>&1; times'
    // A pipe as standard input alone makes `node -e 0` four times as slow.
    const stdio = ['ignore', 'pipe', 'ignore']
    const child = spawn(bash, ['-c', script, 'bash', process.execPath, ...argv], { cwd, env, stdio })
    let said = ''
    child.stdout.on('data', (chunk) => {
      said += chunk
    })
    child.on('close', () => {
      const last = said.trim().split('\n').at(-1) ?? ''
      const parts = [...last.matchAll(/(\d+)m([\d.]+)s/g)].map(
        ([, m, s]) => Number(m) * 60e3 + Number(s) * 1e3,
      )
      done(parts.length === 2 ? parts[0] + parts[1] : Number.NaN)
    })
  })
}

function sorted(list) {
  return [...list].sort((a, b) => a - b)
}

function median(list) {
  return sorted(list)[Math.floor(list.length / 2)]
}

// Round by round: the machine changes its speed between rounds, but hardly within one.
const ratio = (times, index) => median(times[index].map((ms, round) => ms / times[0][round]))

/** How far the middle half of the bare runs lies apart: what a difference has to exceed to mean anything. */
function noise(times) {
  const list = sorted(times)
  const part = (share) => list[Math.min(list.length - 1, Math.floor(list.length * share))]
  return `${(((part(0.75) - part(0.25)) / median(list)) * 100).toFixed(0)} %`
}

async function measure(env) {
  const wall = cases.map(() => [])
  const processor = cases.map(() => [])
  const codes = cases.map(() => 0)
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, { argv }] of cases.entries()) {
      const { ms, code } = await wallOf(argv, env)
      const cpuMs = await processorOf(argv, env)
      codes[index] = code
      // The first round fills the file cache and is not counted.
      if (round < 0) continue
      wall[index].push(ms)
      processor[index].push(cpuMs)
    }
  }
  return { wall, processor, codes }
}

const quickMs = 40
/** How many milliseconds more than bare Node of the same round. */
const more = (times, index) => median(times[index].map((ms, round) => ms - times[0][round]))

function verdictOf(code, { goal, orMs }, wall, index) {
  if (code === 2) return 'did not run'
  if (goal === null) return '-'
  if (ratio(wall, index) <= goal) return 'yes'
  const isQuick = orMs !== undefined && median(wall[0]) < quickMs
  return isQuick && more(wall, index) <= orMs ? `yes: at most ${orMs} ms more` : 'NO'
}

for (const { name: where, env } of environments) {
  const { wall, processor, codes } = await measure(env)
  process.stdout.write(
    `start-up in ${where}, medians of ${rounds} rounds; node -e 0 = ${median(wall[0]).toFixed(0)} ms ` +
      `(noise ${noise(wall[0])}), processor ${median(processor[0]).toFixed(0)} ms (noise ${noise(processor[0])})\n`,
  )
  process.stdout.write(`${''.padEnd(28)}  wall  processor  ms more  goal\n`)
  for (const [index, one] of cases.entries()) {
    if (index === 0) continue
    const verdict = verdictOf(codes[index], one, wall, index)
    if (!verdict.startsWith('yes') && verdict !== '-') process.exitCode = 1
    const numbers = [
      ratio(wall, index).toFixed(2).padStart(5),
      ratio(processor, index).toFixed(2).padStart(9),
      more(wall, index).toFixed(0).padStart(7),
      (one.goal?.toFixed(2) ?? '-').padStart(4),
    ]
    process.stdout.write(`${one.name.padEnd(28)} ${numbers.join('  ')}  ${verdict}\n`)
  }
}
service.disconnect()
