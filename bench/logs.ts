// Reading eth_getLogs in bulk, beside its peers: npm run bench:logs [-- ROUNDS [LOGS_PER_PAGE]]. Each reader is a process of its own that reads from
// a node in memory; what is counted is processor time of one log, the receiving included, after
// pages that warm up. `JSON.parse alone` has its pages in memory as text before the clock starts: nobody can have that,
// because they come as bytes; `text and JSON.parse` has them as bytes.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { median } from './bulk/measure.ts'
import { sumOf } from './logs/chain.ts'
import { ways } from './logs/ways.ts'

const loader = ['--import', fileURLToPath(new URL('../scripts/ts.mjs', import.meta.url))]
const program = (name: string) => [...loader, fileURLToPath(new URL(`./logs/${name}`, import.meta.url))]

type Reading = {
  readonly cpuUs: number
  readonly logs: number | null
  readonly sum: string | null
  readonly peakMiB: number
}

/** After this many logs all code is compiled. */
const warmLogs = 20_000
/** Peers need seconds for what takes others a moment; a log costs the same in fewer pages. */
const slow = ['viem getLogs({event})', 'ethers getLogs + parseLog']
const rounds = Number(process.argv[2] ?? 5)
const wantedPage = process.argv[3]
/** What the goals are about: one page after the other, and a whole search with its heads, its order and its checks. */
const ours = ['columns, from the bytes', 'logColumns, all of it']
const goals = [
  { peer: 'viem getLogs({event})', name: 'of viem', least: 20 },
  { peer: 'ethers getLogs + parseLog', name: 'of ethers', least: 50 },
]
const mostOfParse = 1.5
const blocksPerPage = 2000

function readOnce(url: string, way: string, pages: number, perPage: number): Reading {
  const warm = warmLogs / perPage
  const args = [...program('read.ts'), url, way, ...[pages, blocksPerPage, warm].map(String)]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${way}: ${stderr}`)
  const reading = JSON.parse(stdout) as Reading
  const expected = pages * perPage
  const sum = String(sumOf(warmLogs, expected))
  const isRight = (reading.logs ?? expected) === expected && (reading.sum ?? sum) === sum
  if (!isRight) throw new Error(`${way} found ${reading.logs} logs of ${reading.sum}, not ${expected}`)
  return reading
}

async function table(perPage: number, pages: number, slowPages: number): Promise<boolean> {
  const logs = pages * perPage + warmLogs
  const server = spawn(process.execPath, [
    ...program('serve.ts'),
    String(logs),
    String(perPage / blocksPerPage),
  ])
  const [port] = (await once(server.stdout, 'data')) as [Buffer]
  const url = `http://127.0.0.1:${String(port).trim()}/`
  const seen = new Map<string, { readonly us: number[]; readonly mib: number[] }>()
  for (let round = 0; round < rounds; round += 1) {
    for (const way of Object.keys(ways)) {
      const count = slow.includes(way) ? slowPages : pages
      const { cpuUs, peakMiB } = readOnce(url, way, count, perPage)
      const list = seen.get(way) ?? { us: [], mib: [] }
      seen.set(way, list)
      list.us.push(cpuUs / (count * perPage))
      list.mib.push(peakMiB)
    }
  }
  server.stdin.end()
  const us = (way: string) => median(seen.get(way)?.us ?? [])
  const [whole, parse] = [us('logColumns, all of it'), us('JSON.parse alone')]
  process.stdout.write(`\npages of ${perPage} logs, medians of ${rounds}, us of processor time a log\n`)
  for (const [way, { mib }] of seen) {
    const cells = [us(way).toFixed(2).padStart(8), `${(us(way) / parse).toFixed(2)} x parse`.padStart(17)]
    const more = [
      `${(us(way) / whole).toFixed(1)} x ours`.padStart(14),
      `${median(mib).toFixed(0)} MiB`.padStart(9),
    ]
    process.stdout.write(`  ${way.padEnd(26)}${[...cells, ...more].join('')}\n`)
  }
  const results = ours.flatMap((way) => [
    ...goals.map(({ peer, name, least }) => ({
      text: `${way}: at most 1/${least} ${name}`,
      ok: us(peer) / us(way) >= least,
    })),
    { text: `${way}: at most ${mostOfParse} x JSON.parse alone`, ok: us(way) / parse <= mostOfParse },
  ])
  for (const { text, ok } of results) process.stdout.write(`  ${text}: ${ok ? 'yes' : 'NO'}\n`)
  return results.every(({ ok }) => ok)
}

const sizes = [
  { perPage: 2000, pages: 100, slowPages: 5 },
  { perPage: 10_000, pages: 20, slowPages: 2 },
]
const chosen =
  wantedPage === undefined ? sizes : sizes.filter(({ perPage }) => String(perPage) === wantedPage)
if (chosen.length === 0) throw new Error(`pages of ${sizes.map(({ perPage }) => perPage).join(' or ')} logs`)
const met: boolean[] = []
for (const { perPage, pages, slowPages } of chosen) met.push(await table(perPage, pages, slowPages))
process.exitCode = met.every(Boolean) ? 0 : 1
