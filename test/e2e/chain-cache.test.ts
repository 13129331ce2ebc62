import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { answerer } from '../../bench/bulk/answer.ts'
import { historyOptions, reconcileArgs, usualFaults } from '../../bench/bulk/history.ts'
import { planHistory } from '../../bench/bulk/plan.ts'
import { writeRecords } from '../../bench/bulk/records.ts'
import { type CliResult, inThisProcess, newDesk } from './run-cli.ts'

// All payments are plain, over some 40,000 blocks: five windows for a sieve, and few receipts.
const plan = planHistory(historyOptions({ payments: 60, oddEvery: 4000, payers: 30, hours: 22 }))
const answer = answerer(plan, usualFaults)
type Call = { readonly id: number; readonly method: string; readonly params: readonly unknown[] }
type Log = { readonly blockNumber: string }

const desk = newDesk(inThisProcess)
const records = join(desk.folder, 'records.jsonl')
const seen = { searches: 0, blocks: 0 }
/** What stands in for the honest answer: logs to hide from one endpoint, what to do with a search. */
const faults: { hide: ((log: Log, host: string) => boolean) | null; search: (() => 'hold' | null) | null } = {
  hide: null,
  search: null,
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString()) as Call
    if (method === 'eth_getLogs') {
      const [{ fromBlock, toBlock }] = params as readonly [{ fromBlock: string; toBlock: string }]
      seen.searches += 1
      seen.blocks += Number(toBlock) - Number(fromBlock) + 1
    }
    if (method === 'eth_getLogs' && faults.search?.() === 'hold') return
    const told = answer(method, params)
    let result = 'result' in told ? String(told.result) : null
    if (method === 'eth_getLogs' && faults.hide !== null && result !== null) {
      const { hide } = faults
      const logs = (JSON.parse(result) as Log[]).filter((log) => !hide(log, request.headers.host ?? ''))
      result = JSON.stringify(logs)
    }
    const body =
      result === null ? `"error":${JSON.stringify('error' in told && told.error)}` : `"result":${result}`
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(`{"jsonrpc":"2.0","id":${id},${body}}`)
  })
})
let argv: readonly string[] = []
/** The same with one endpoint only: what bears it out then is the balance. */
let alone: readonly string[] = []
beforeAll(async () => {
  await writeRecords(plan, records)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  alone = [...reconcileArgs(plan, `http://127.0.0.1:${port}/`, records), '-o', 'json', '--no-save']
  argv = [...alone, '--rpc', `http://localhost:${port}/`]
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
  desk.remove()
})
beforeEach(() => {
  Object.assign(faults, { hide: null, search: null })
})

/** A run with a cache of its own name; how many log searches it asked for, and its report without its name and times. */
async function reconcile(
  cache: string,
  env: Record<string, string> = {},
  more: readonly string[] = [],
  words = argv,
) {
  const before = { ...seen }
  const result = await desk.run([...words, ...more], { ...env, XDG_CACHE_HOME: join(desk.folder, cache) })
  return { ...toldBy(result), searches: seen.searches - before.searches, blocks: seen.blocks - before.blocks }
}

function toldBy({ stdout, stderr, exitCode }: CliResult) {
  if (stdout === '') throw new Error(stderr)
  const { runId: _id, startedAt: _from, finishedAt: _to, checks, next: _next, ...rest } = JSON.parse(stdout)
  const timeless = JSON.stringify({
    ...rest,
    checks: checks.map((row: object) => ({ ...row, elapsedMs: 0 })),
  })
  return { exitCode, report: timeless.replace(/"at":"[^"]*"/g, '"at":""') }
}

test('a second run asks for no final log again and tells the same; --no-cache asks for all', async () => {
  const first = await reconcile('twice')
  expect(first.exitCode).toBe(0)
  expect(first.searches).toBeGreaterThan(10)
  const second = await reconcile('twice')
  expect(second.searches).toBe(0)
  expect(second.report).toBe(first.report)
  const without = await reconcile('twice', {}, ['--no-cache'])
  expect(without).toEqual(first)
})

test('a log that one endpoint hid is seen when it shows it, with nothing in between', async () => {
  const clean = await reconcile('hidden', {}, ['--no-cache'])
  let hidden: string | null = null
  faults.hide = ({ blockNumber }, host) => {
    hidden ??= blockNumber
    return blockNumber === hidden && host.startsWith('localhost')
  }
  expect((await reconcile('hidden')).report).not.toBe(clean.report)
  faults.hide = null
  const after = await reconcile('hidden')
  expect(after.report).toBe(clean.report)
  expect(after.blocks).toBeGreaterThanOrEqual(clean.blocks / 2)
  // Now that two endpoints bear it out, it is kept.
  expect((await reconcile('hidden')).searches).toBe(0)
})

test('what the only endpoint hid is seen when it shows it, because the balance spoke against it', async () => {
  let hidden: string | null = null
  faults.hide = ({ blockNumber }) => {
    hidden ??= blockNumber
    return blockNumber === hidden
  }
  expect((await reconcile('alone', {}, [], alone)).exitCode).toBe(3)
  faults.hide = null
  const after = await reconcile('alone', {}, [], alone)
  expect(after.exitCode).toBe(0)
  expect(after.searches).toBeGreaterThan(0)
  expect((await reconcile('alone', {}, [], alone)).report).toBe(after.report)
})

test('a run that was killed with -9 goes on where it stopped, and tells the same', async () => {
  const sieve = { X402OPS_SIEVE_ABOVE: '0' }
  const whole = await reconcile('whole', sieve)
  const killed = await new Promise<NodeJS.Signals | null>((done) => {
    const child = spawn(process.execPath, [resolve('bin/x402ops.js'), ...argv], {
      cwd: desk.folder,
      env: { ...sieve, HOME: desk.folder, XDG_CACHE_HOME: join(desk.folder, 'killed') },
      stdio: 'ignore',
    })
    const begin = seen.searches
    faults.search = () => {
      if (seen.searches - begin <= whole.searches / 2) return null
      child.kill('SIGKILL')
      return 'hold'
    }
    child.on('close', (_code, signal) => done(signal))
  })
  expect(killed).toBe('SIGKILL')
  faults.search = null
  const after = await reconcile('killed', sieve)
  expect(after.report).toBe(whole.report)
  expect(after.blocks).toBeGreaterThan(0)
  expect(after.blocks).toBeLessThan(whole.blocks * 0.75)
})
