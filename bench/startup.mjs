// Start-up as a ratio to `node -e 0`: medians of interleaved runs on this machine. A ratio, because
// milliseconds of a shared machine mean nothing; beside the wall clock the processor time (user + system),
// which a busy neighbour disturbs far less. Run it after a build: node bench/startup.mjs [rounds] [program]
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

const rounds = Number(process.argv[2] ?? 5)
const program = process.argv[3] ?? fileURLToPath(new URL('../bin/x402ops.js', import.meta.url))
// Its `times` tells the processor time of a child in milliseconds; Node only tells its own.
const bash = ['/bin/bash', '/usr/bin/bash'].find(existsSync)
const terms = {
  x402Version: 1,
  error: 'payment required',
  accepts: [
    {
      scheme: 'exact',
      network: 'base',
      maxAmountRequired: '10000',
      resource: 'http://127.0.0.1/v1/quote',
      payTo: `0x${'c0ffee00'.repeat(5)}`,
      asset: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
      maxTimeoutSeconds: 60,
      extra: { name: 'USD Coin', version: '2' },
    },
  ],
}

const server = createServer((request, response) => {
  if (request.url === '/v1/quote')
    response.writeHead(402, { 'content-type': 'application/json' }).end(JSON.stringify(terms))
  else response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}')
})
await new Promise((done) => server.listen(0, '127.0.0.1', done))
const url = `http://127.0.0.1:${server.address().port}`

const cases = [
  { name: 'node -e 0', argv: ['-e', '0'], limit: null },
  { name: 'x402ops --version', argv: [program, '--version'], limit: 1.25 },
  { name: 'x402ops --help', argv: [program, '--help'], limit: 1.25 },
  {
    name: 'x402ops probe',
    argv: [program, 'probe', 'mainnet', '--base-url', url, '--no-save', '--quiet'],
    limit: 1.6,
  },
  {
    name: 'x402ops matrix, one route',
    argv: [program, 'matrix', 'mainnet', '--base-url', url, '--route', 'GET /v1/quote', '--no-save'],
    limit: 1.6,
  },
]

// Away from any x402ops.yaml: what is measured is a run that was given everything on its command line.
const surroundings = { cwd: tmpdir(), env: { ...process.env, XDG_CONFIG_HOME: tmpdir() } }

/** Milliseconds from start to end of a process, and its exit code. */
function wallOf(argv) {
  return new Promise((done) => {
    const begin = performance.now()
    const child = spawn(process.execPath, argv, { ...surroundings, stdio: 'ignore' })
    child.on('close', (code) => done({ ms: performance.now() - begin, code }))
  })
}

/** Milliseconds of processor time of a process; NaN where there is no bash. */
function processorOf(argv) {
  if (bash === undefined) return Promise.resolve(Number.NaN)
  return new Promise((done) => {
    const script = '"$@" >/dev/null 2>&1; times'
    // A pipe as standard input alone makes `node -e 0` four times as slow.
    const stdio = ['ignore', 'pipe', 'ignore']
    const child = spawn(bash, ['-c', script, 'bash', process.execPath, ...argv], { ...surroundings, stdio })
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

const wall = cases.map(() => [])
const processor = cases.map(() => [])
const codes = cases.map(() => 0)
for (let round = -1; round < rounds; round += 1) {
  for (const [index, { argv }] of cases.entries()) {
    const { ms, code } = await wallOf(argv)
    const cpuMs = await processorOf(argv)
    codes[index] = code
    // The first round fills the file cache and is not counted.
    if (round < 0) continue
    wall[index].push(ms)
    processor[index].push(cpuMs)
  }
}
server.close()

// Round by round: the machine changes its speed between rounds, but hardly within one.
const ratio = (times, index) => median(times[index].map((ms, round) => ms / times[0][round]))
/** How far the middle half of the bare runs lies apart: what a difference has to exceed to mean anything. */
function noise(times) {
  const list = sorted(times)
  const at = (part) => list[Math.min(list.length - 1, Math.floor(list.length * part))]
  return `${(((at(0.75) - at(0.25)) / median(list)) * 100).toFixed(0)} %`
}

process.stdout.write(
  `start-up, medians of ${rounds} rounds; node -e 0 = ${median(wall[0]).toFixed(0)} ms (noise ${noise(wall[0])}), ` +
    `processor ${median(processor[0]).toFixed(0)} ms (noise ${noise(processor[0])})\n`,
)
process.stdout.write(`${''.padEnd(28)}  wall  processor  limit\n`)
for (const [index, { name, limit }] of cases.entries()) {
  if (limit === null) continue
  const [clock, cpu] = [ratio(wall, index), ratio(processor, index)]
  const verdict = codes[index] === 2 ? 'did not run' : clock <= limit ? 'ok' : 'over'
  if (verdict !== 'ok') process.exitCode = 1
  const numbers = `${clock.toFixed(2).padStart(4)}  ${cpu.toFixed(2).padStart(9)}  ${limit.toFixed(2)}`
  process.stdout.write(`${name.padEnd(28)}  ${numbers}  ${verdict}\n`)
}
