// node warm-up.mjs DIST probe matrix: runs a fresh build, and writes what V8 compiled of each file beside it;
// on standard output the names of these caches, which chunks `--version` and `--help` need, and which these
// commands need beyond.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { Readable, Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'

const [dist, ...commands] = process.argv.slice(2)
const { run, compiled, loaded } = createRequire(import.meta.url)(`${dist}/cli.js`)
const terms = {
  scheme: 'exact',
  network: 'base',
  maxAmountRequired: '10000',
  resource: 'http://127.0.0.1/v1/quote',
  payTo: `0x${'c0ffee00'.repeat(5)}`,
  asset: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  maxTimeoutSeconds: 60,
  extra: { name: 'USD Coin', version: '2' },
}
const asksForMoney = JSON.stringify({ x402Version: 1, error: 'payment required', accepts: [terms] })
const server = createServer((request, response) => {
  const paid = request.url === '/v1/quote'
  response.writeHead(paid ? 402 : 200, { 'content-type': 'application/json' })
  response.end(paid ? asksForMoney : '{"status":"ok"}')
})
await new Promise((done) => server.listen(0, '127.0.0.1', done))

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() })
const io = {
  stdout: nowhere(),
  stderr: nowhere(),
  stdin: Readable.from([]),
  env: { HOME: tmpdir(), XDG_CONFIG_HOME: `${dist}/none` },
  cwd: dist,
  packageRoot: pathToFileURL(`${dist}/../`),
  stdoutIsTty: false,
  stderrIsTty: false,
  stdinIsTty: false,
}
const service = ['--base-url', `http://127.0.0.1:${server.address().port}`, '--no-save']
for (const line of [['--version'], ['--help']]) await run(line, io)
const light = new Set(loaded.keys())
const lines = {
  probe: ['probe', 'mainnet', ...service],
  matrix: ['matrix', 'mainnet', '--route', 'GET /v1/quote', ...service],
  monitor: ['monitor', 'mainnet', '--route', 'GET /v1/quote', '--rate', '1000', ...service],
}
for (const name of commands) await run(lines[name], io)
server.close()

const caches = {}
for (const [name, script] of compiled) {
  const source = readFileSync(`${dist}/chunks/${name}`)
  // Of the content and not of the name: V8 compares lengths only, and must not meet the cache of other code.
  caches[name] = `${createHash('sha256').update(source).digest('hex').slice(0, 12)}.cache`
  writeFileSync(`${dist}/chunks/${caches[name]}`, script.createCachedData())
}
const ordinary = [...loaded.keys()].filter((name) => !light.has(name))
process.stdout.write(JSON.stringify({ caches, light: [...light], ordinary }))
