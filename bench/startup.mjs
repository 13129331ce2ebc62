// Start-up as a ratio to `node -e 0`: medians of interleaved runs on this machine. A ratio, because
// milliseconds of a shared machine mean nothing. Run it after a build: node bench/startup.mjs [rounds]
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'

const rounds = Number(process.argv[2] ?? 5)
const program = fileURLToPath(new URL('../bin/x402ops.js', import.meta.url))
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
    name: 'x402ops probe (one service)',
    argv: [program, 'probe', 'mainnet', '--base-url', url, '--no-save', '--quiet'],
    limit: 1.6,
  },
]

/** Milliseconds from start to end of a process, and its exit code. */
function once(argv) {
  return new Promise((done) => {
    const begin = performance.now()
    const child = spawn(process.execPath, argv, { stdio: 'ignore' })
    child.on('close', (code) => done({ ms: performance.now() - begin, code }))
  })
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

const times = cases.map(() => [])
const codes = cases.map(() => 0)
for (let round = -1; round < rounds; round += 1) {
  for (const [index, { argv }] of cases.entries()) {
    const { ms, code } = await once(argv)
    codes[index] = code
    // The first round fills the file cache and is not counted.
    if (round >= 0) times[index].push(ms)
  }
}
server.close()

const bare = median(times[0])
process.stdout.write(`start-up, medians of ${rounds}, node -e 0 = ${bare.toFixed(0)} ms\n`)
for (const [index, { name, limit }] of cases.entries()) {
  if (limit === null) continue
  const ratio = median(times[index]) / bare
  const ran = codes[index] === 2 ? 'did not run' : ratio <= limit ? 'ok' : 'over'
  if (ran !== 'ok') process.exitCode = 1
  process.stdout.write(`${name.padEnd(30)} ${ratio.toFixed(2)}  limit ${limit}  ${ran}\n`)
}
