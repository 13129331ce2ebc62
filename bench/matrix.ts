// A thousand unpaid routes, beside peers: npm run bench:matrix [ROUNDS]. Needs Linux, and for the peers
//   apt-get install wrk prometheus-blackbox-exporter
// The service is a process of its own and each way of asking another. `x402ops matrix` reads every answer in both
// versions of the protocol and holds it against the profile in some twenty checks; blackbox_exporter holds status, body
// and header against regular expressions; wrk looks at nothing and is the limit. All ask 50 at once, turn by turn.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { cpuOf, measured, median } from './bulk/measure.ts'
import { isHere, limitOf, type Round, startBlackbox } from './matrix/peers.ts'
import { configOf, pathsOf } from './matrix/service.ts'

const routes = 1000
const rounds = Number(process.argv[2] ?? 5)
const seconds = 2
const runsPerRound = 10
/** The most that x402ops.yaml may say, and 50 at once like the peers. */
const lifted = { concurrency: 50, rate: 10_000, burst: 1000, deadline: '10m' }
const goals = { blackbox: 10, wrk: 0.2 }
const bin = fileURLToPath(new URL('../bin/x402ops.js', import.meta.url))

const loader = ['--import', fileURLToPath(new URL('../scripts/ts.mjs', import.meta.url))]
function start(name: string, args: readonly string[]): ChildProcess & { stdin: NodeJS.WritableStream } {
  const file = fileURLToPath(new URL(`./matrix/${name}`, import.meta.url))
  const child = spawn(process.execPath, [...loader, file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  return child as ChildProcess & { stdin: NodeJS.WritableStream }
}

const folder = mkdtempSync(join(tmpdir(), 'x402ops-matrix-'))
const server = start('serve.ts', [String(routes)])
const [port] = (await once(server.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
const origin = `http://127.0.0.1:${String(port).trim()}`
writeFileSync(join(folder, 'x402ops.yaml'), configOf(origin, routes, lifted))

const engine = start('engine.ts', [folder, String(runsPerRound)])
const lines = createInterface({ input: engine.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]()
async function ours(): Promise<Round> {
  engine.stdin.write('go\n')
  const line = await lines.next()
  if (line.done === true) throw new Error('the engine ended')
  return JSON.parse(line.value) as Round
}

async function wholeCommand(): Promise<Round> {
  const { wallMs, stderr, exitCode } = await measured([bin, 'matrix', '--no-save'], { cwd: folder })
  return { probes: routes, wallMs, wrong: exitCode === 0 ? '' : `exit code ${exitCode}: ${stderr}` }
}

const [hasWrk, hasBlackbox] = ['wrk', 'prometheus-blackbox-exporter'].map(isHere)
const blackbox = hasWrk && hasBlackbox ? await startBlackbox(folder, origin, pathsOf(routes)) : undefined

type Way = { readonly name: string; readonly pid: number; readonly ask: () => Promise<Round> }
const ways: readonly Way[] = [
  { name: 'x402ops, engine', pid: engine.pid ?? 0, ask: ours },
  { name: 'x402ops, command', pid: 0, ask: wholeCommand },
  ...(hasWrk ? [{ name: 'wrk', pid: 0, ask: () => limitOf(folder, origin, '/v1/route-7', seconds) }] : []),
  ...(blackbox === undefined
    ? []
    : [{ name: 'blackbox_exporter', pid: blackbox.pid, ask: () => blackbox.ask(seconds) }]),
]

type Measured = Round & { readonly perSecond: number; readonly cpuUs: number }
const seen = new Map<string, Measured[]>(ways.map(({ name }) => [name, []]))
try {
  // The first round warms up and does not count; programs that run for days are warm.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, pid, ask } of ways) {
      const before = pid === 0 ? 0 : cpuOf(pid)
      const done = await ask()
      const cpuUs = pid === 0 ? 0 : ((cpuOf(pid) - before) * 1000) / done.probes
      if (round > 0) seen.get(name)?.push({ ...done, perSecond: (done.probes / done.wallMs) * 1000, cpuUs })
    }
  }
} finally {
  blackbox?.stop()
  engine.kill()
  server.kill()
  rmSync(folder, { recursive: true, force: true })
}

const figure = (name: string, of: (one: Measured) => number) => median((seen.get(name) ?? []).map(of))
const pace = (name: string) => figure(name, ({ perSecond }) => perSecond)
/** The ratio of each round, so that a busy minute of the machine falls on both sides of it. */
function ratio(name: string, peer: string): number {
  const theirs = seen.get(peer) ?? []
  return median((seen.get(name) ?? []).map(({ perSecond }, at) => perSecond / (theirs[at]?.perSecond ?? 0)))
}

const load = loadavg().map((one) => one.toFixed(1))
process.stdout.write(`${routes} routes, 50 at once, medians of ${rounds} rounds; load ${load.join(' ')}\n\n`)
process.stdout.write('| way | probes/s | x wrk | x blackbox | CPU us/probe | answers |\n')
process.stdout.write('| --- | --- | --- | --- | --- | --- |\n')
for (const [name, list] of seen) {
  const beside = ['wrk', 'blackbox_exporter'].map((peer) =>
    seen.has(peer) ? ratio(name, peer).toFixed(3) : '',
  )
  const cpu = figure(name, ({ cpuUs }) => cpuUs)
  const wrong = list.find((one) => one.wrong !== '')?.wrong
  const cells = [
    name,
    pace(name).toFixed(0),
    ...beside,
    cpu === 0 ? '' : cpu.toFixed(0),
    wrong ?? 'as expected',
  ]
  process.stdout.write(`| ${cells.join(' | ')} |\n`)
}

const run = figure('x402ops, command', ({ wallMs }) => wallMs)
const engineMs = (routes / pace('x402ops, engine')) * 1000
const judgeUs = figure('x402ops, engine', ({ judgeMs = 0, probes }) => (judgeMs * 1000) / probes)
const wallUs = (engineMs * 1000) / routes
const requests = routes + 1
const patientS = (requests - 10) / 2
process.stdout.write(`
engine: collect and judge, over new connections for every run, in a process that is warm: ${engineMs.toFixed(0)} ms a run;
  of ${wallUs.toFixed(0)} us a probe ${(wallUs - judgeUs).toFixed(0)} are asking and keeping, ${judgeUs.toFixed(0)} decoding and all checks of every answer
command: the whole of one x402ops matrix, from its start to its end: ${(run / 1000).toFixed(2)} s
with the pace lifted (limits: concurrency 50, rate 10000, burst 1000); with the default pace of 2 requests a second after
10 at once the ${requests} requests take ${patientS.toFixed(0)} s by design, which is beyond the default deadline of 60 s: --deadline 10m
`)
if (!hasWrk) process.stdout.write('wrk is not here: no limit, and nobody to drive blackbox_exporter\n')
if (!hasBlackbox) process.stdout.write('prometheus-blackbox-exporter is not here: left out\n')
const results = [
  { peer: 'blackbox_exporter', least: goals.blackbox },
  { peer: 'wrk', least: goals.wrk },
].filter(({ peer }) => seen.has(peer))
for (const { peer, least } of results) {
  const is = ratio('x402ops, engine', peer)
  process.stdout.write(
    `engine at least ${least} x ${peer}: ${is >= least ? 'yes' : 'NO'} (${is.toFixed(2)})\n`,
  )
}
const isRight = [...seen.values()].flat().every(({ wrong }) => wrong === '')
const isReached = results.every(({ peer, least }) => ratio('x402ops, engine', peer) >= least)
process.exitCode = isRight && isReached ? 0 : 1
