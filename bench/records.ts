// Payment records beside other ways of reading them: time and memory of each, in processes of their own and turn by
// turn, so that no machine favours one of them. Without a build:
//   npm run bench:records [rows] [rounds]
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { usdc } from '../test/payments/records-testkit.ts'

const rows = Number(process.argv[2] ?? 200_000)
const rounds = Number(process.argv[3] ?? 5)
const goals = { timesOfJsonParse: 1.8, timesOfCsvParse: 0.5, rssMiB: 80 }

const hex = (index: number, digits: number, fill: string) => index.toString(16).padStart(digits, fill)

function rowAt(index: number): Readonly<Record<string, string | number | boolean>> {
  const receivedMs = 1_795_000_000_000 + index * 137
  return {
    requestId: `req_${String(index).padStart(22, '0')}`,
    route: ['/v1/quote', '/v1/answer', '/v1/image', '/v1/search'][index % 4] ?? '',
    method: 'POST',
    receivedAt: new Date(receivedMs).toISOString(),
    respondedAt: new Date(receivedMs + 2500).toISOString(),
    x402Version: 2,
    scheme: 'exact',
    transfer: 'eip3009',
    network: 'eip155:8453',
    asset: usdc,
    payTo: `0x${'90'.repeat(20)}`,
    amountAtomic: String(1000 + (index % 7) * 500),
    payer: `0x${hex(index % 50_000, 40, '1')}`,
    nonce: `0x${hex(index, 64, '2')}`,
    validBefore: Math.floor(receivedMs / 1000) + 60,
    verify: 'valid',
    state: 'settled',
    responseStatus: 200,
    tx: `0x${hex(index, 64, '3')}`,
    paymentResponsePresent: true,
  }
}

async function write(file: string, head: string, lineAt: (index: number) => string): Promise<void> {
  const out = createWriteStream(file)
  out.write(head)
  for (let at = 0; at < rows; at += 1000) {
    let text = ''
    for (let index = at; index < Math.min(rows, at + 1000); index += 1) text += `${lineAt(index)}\n`
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
}

type Run = { readonly ms: number; readonly cpuMs: number; readonly rows: number; readonly rssMiB: number }

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

const folder = await mkdtemp(join(tmpdir(), 'x402ops-bench-'))
try {
  await build({
    entryPoints: [join(import.meta.dirname, 'records/readers.ts')],
    ...{ bundle: true, splitting: true, platform: 'node', format: 'esm', outdir: folder, logLevel: 'error' },
    outExtension: { '.js': '.mjs' },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
    },
  })
  const [jsonl, csv] = [join(folder, 'records.jsonl'), join(folder, 'records.csv')]
  await write(jsonl, '', (index) => JSON.stringify(rowAt(index)))
  await write(csv, `${Object.keys(rowAt(0)).join(',')}\n`, (index) => Object.values(rowAt(index)).join(','))
  const plans = [
    ['readBytes', 'read the bytes', jsonl],
    ['parseLines', 'chunk + JSON.parse', jsonl],
    ['parseReadline', 'readline + JSON.parse', jsonl],
    ['parseCsv', 'csv-parse', csv],
    ['ours', 'x402ops, record by record', jsonl],
    ['oursAgain', 'x402ops, 1 % of them again', jsonl],
    ['oursWhole', 'x402ops, all kept', jsonl],
  ] as const
  const runs = new Map<string, Run[]>(plans.map(([name]) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, , file] of plans) {
      const child = spawnSync(process.execPath, [join(folder, 'readers.mjs'), name, file], {
        encoding: 'utf8',
      })
      if (child.status !== 0) throw new Error(`${name}: ${child.stderr}`)
      runs.get(name)?.push(JSON.parse(child.stdout) as Run)
    }
  }
  const of = (name: string) => runs.get(name) ?? []
  // Ratios are of processor time and taken within a round: what else the machine did then slowed both.
  const times = (name: string, peer: string) =>
    median(of(name).map(({ cpuMs }, round) => cpuMs / (of(peer)[round]?.cpuMs ?? Number.NaN)))
  process.stdout.write(`${rows} records, medians of ${rounds} rounds, Node ${process.version}\n\n`)
  process.stdout.write(
    '| reader | us/row | CPU us/row | x (chunk + JSON.parse) | peak RSS MiB |\n| --- | --- | --- | --- | --- |\n',
  )
  for (const [name, words] of plans) {
    const us = (median(of(name).map(({ ms }) => ms)) * 1000) / rows
    const cpuUs = (median(of(name).map(({ cpuMs }) => cpuMs)) * 1000) / rows
    const rss = median(of(name).map(({ rssMiB }) => rssMiB))
    process.stdout.write(
      `| ${words} | ${us.toFixed(2)} | ${cpuUs.toFixed(2)} | ${times(name, 'parseLines').toFixed(2)} | ${rss.toFixed(0)} |\n`,
    )
  }
  const reached = [
    ['x chunk + JSON.parse', times('ours', 'parseLines'), goals.timesOfJsonParse],
    ['x csv-parse', times('ours', 'parseCsv'), goals.timesOfCsvParse],
    ['peak RSS MiB', median(of('ours').map(({ rssMiB }) => rssMiB)), goals.rssMiB],
  ] as const
  process.stdout.write('\n')
  for (const [words, value, goal] of reached) {
    process.stdout.write(
      `${value <= goal ? 'reached' : 'MISSED'}: ${words} ${value.toFixed(2)} (goal ${goal})\n`,
    )
    if (!(value <= goal)) process.exitCode = 1
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
