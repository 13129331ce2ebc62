// Both engines over one generated history: node --import ./scripts/ts.mjs bench/engine/run.ts [payments] [--write]
// With --write the plan of the pairing goes into docs/engines.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../test/rig/postgres.ts'
import { startHistory } from '../bulk/history.ts'
import { type Cost, measured } from '../bulk/measure.ts'
import { countingProxy } from './counting-proxy.ts'
import { lookAtStore } from './look.ts'

const [asked = '1000000', ...words] = process.argv.slice(2)
const payments = Number(asked)
const bin = new URL('../../bin/x402ops.js', import.meta.url).pathname
const docs = new URL('../../docs/engines.md', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'x402ops-engines-'))

async function runOnce(args: readonly string[], env: Readonly<Record<string, string>>) {
  const cost = await measured([bin, ...args], { cwd: folder, env: { ...env, XDG_STATE_HOME: folder } })
  if (![0, 1, 3].includes(cost.exitCode))
    throw new Error(`exit ${cost.exitCode}: ${cost.stderr.slice(-2000)}`)
  const times = /"(?:runId|startedAt|finishedAt|elapsedMs|at|judgedAt)": ?(?:"[^"]{0,80}"|\d{1,15})/g
  return { ...cost, printed: cost.stdout.replaceAll(times, '"time"') }
}

const said = ({ wallMs, cpuMs, peakMiB, exitCode }: Cost) =>
  `${(wallMs / 1000).toFixed(1)} s, CPU ${(cpuMs / 1000).toFixed(1)} s, peak ${peakMiB.toFixed(0)} MiB, exit ${exitCode}`
const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

const [server, history] = await Promise.all([startPostgres(), startHistory({ payments })])
const proxy = await countingProxy(Number(new URL(server.url).port))
const through = new URL(server.url)
through.port = String(proxy.port)
try {
  const records = join(folder, 'records.jsonl')
  await history.writeRecords(records)
  // The endpoint is one's own; the usual pace is for those of others.
  writeFileSync(
    join(folder, 'x402ops.yaml'),
    'version: 1\nprofiles: {mainnet: {limits: {rpcRate: 100000}}}\n',
  )
  const second = ['--rpc', history.url.replace('127.0.0.1', 'localhost')]
  const line = [
    ...history.args(records),
    ...second,
    '-o',
    'json',
    '--no-save',
    '--no-cache',
    '--deadline',
    '60m',
  ]
  const env = { X402OPS_SIEVE_ABOVE: '0', STORE: through.href }
  const embedded = await runOnce(line, env)
  const looking = lookAtStore(server.url)
  const database = await runOnce([...line, '--engine', 'postgres', '--store', 'env:STORE'], env)
  const { bytes, plan } = await looking.stop()
  const share = (proxy.left() / bytes) * 100
  const rows: readonly (readonly [string, string])[] = [
    ['payments', String(payments)],
    ['embedded', said(embedded)],
    ['postgres', `${said(database)} (without the server's own)`],
    [
      'reports',
      embedded.printed === database.printed
        ? `equal byte by byte, ${mb(embedded.printed.length)}`
        : 'DIFFERENT',
    ],
    ['tables with indexes', mb(bytes)],
    ['sent to the database', mb(proxy.sent())],
    ['left the database', `${mb(proxy.left())}, ${share.toFixed(2)} % of the tables (goal: under 2 %)`],
  ]
  for (const [name, value] of rows) process.stdout.write(`${name.padEnd(22)}${value}\n`)
  process.stdout.write(`\n${plan.join('\n')}\n`)
  if (words.includes('--write')) {
    const text = readFileSync(docs, 'utf8')
    const between = /(<!-- plan -->\n)[\s\S]*?(<!-- end of plan -->)/
    writeFileSync(docs, text.replace(between, `$1\`\`\`\n${plan.join('\n')}\n\`\`\`\n$2`))
  }
  if (embedded.printed !== database.printed || share >= 2) process.exitCode = 1
} finally {
  proxy.close()
  await Promise.all([server.stop(), history.close()])
  rmSync(folder, { recursive: true, force: true })
}
