import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { historyOptions, reconcileArgs } from '../../../bench/bulk/history.ts'
import { type LocalEndpoint, startLocalEndpoint } from '../../../bench/bulk/local-endpoint.ts'
import { planHistory } from '../../../bench/bulk/plan.ts'
import { recordLines, writeRecords } from '../../../bench/bulk/records.ts'
import type { CaseDocument, RunDocument } from '../../../src/core/report.ts'
import { inThisProcess, newDesk } from '../run-cli.ts'
import { unpacked } from '../unpacked.ts'

// A run of which most payments are only counted, and what else reads it: nothing may call one of them unknown, and no
// number may leave them out.
const plan = planHistory(historyOptions({ payments: 200, payers: 40, hours: 1, oddEvery: 100 }))
const desk = newDesk(inThisProcess)
const records = join(desk.folder, 'records.jsonl')
const sieve = { X402OPS_SIEVE_ABOVE: '0' }
let endpoint: LocalEndpoint
let line: readonly string[]
let where: readonly string[]
let counted: number
let kept: readonly CaseDocument[]
/** A payment that is only counted. */
let plain: { readonly tx: string; readonly nonce: string; readonly payer: string; readonly requestId: string }

const runsIn = (state: string) => readdirSync(join(desk.folder, state, 'mainnet/runs')).sort()
const linesOf = (text: string) =>
  text
    .split('\n')
    .filter((one) => one !== '')
    .map((one) => JSON.parse(one))

beforeAll(async () => {
  endpoint = await startLocalEndpoint(plan)
  await writeRecords(plan, records)
  // Of one endpoint alone a few hundred payments are looked at one by one.
  const second = ['--rpc', endpoint.url.replace('127.0.0.1', 'localhost')]
  const args = reconcileArgs(plan, endpoint.url, records)
  line = [...args, ...second, '--no-cache', '-q']
  where = [...args.slice(args.indexOf('--rpc')), ...second]
  const ran = await desk.run([...line, '--state-dir', 'state'], sieve)
  expect([ran.exitCode, ran.stderr]).toEqual([1, ''])
  const run = join(desk.folder, 'state/mainnet/runs', runsIn('state')[0] ?? '')
  kept = linesOf(readFileSync(join(run, 'cases.ndjson'), 'utf8'))
  counted = linesOf(readFileSync(join(run, 'seen.ndjson'), 'utf8'))[0].seen.plain.count
  const known = new Set(kept.flatMap(({ requestIds }) => requestIds))
  plain = [...recordLines(plan)]
    .map((text) => JSON.parse(text))
    .find(({ requestId }) => !known.has(requestId))
})
afterAll(async () => {
  await endpoint?.close()
  desk.remove()
})

/** Runs a command on the saved run. */
const on = (...argv: readonly string[]) => desk.run([...argv, '--state-dir', 'state'])

test('most payments are counted, and nothing else is left out', () => {
  expect(counted).toBeGreaterThan(100)
  expect(kept.length).toBeGreaterThan(30)
})

describe('what a counted payment is said to be', () => {
  const words = (text: string) => text.replace(/\s+/g, ' ')

  test('evidence: not kept by itself, and by which run; also when later runs know nothing of payments', async () => {
    await on('toggle', 'guide', 'mainnet', '-q')
    for (const [flag, value] of [
      ['--tx', plain.tx],
      ['--request', plain.requestId],
    ] as const) {
      const { stderr, exitCode } = await on('evidence', 'export', 'mainnet', flag, value, '--offline')
      expect(exitCode).not.toBe(0)
      const told = `by itself; run ${runsIn('state').find((name) => name.includes('-reconcile-'))} only counts ${counted} payments that match`
      expect(words(stderr)).toContain(told)
    }
    const payer = kept.find(({ code }) => code === 'ORPHANED_PAYMENT')?.payer ?? ''
    const { stderr } = await on('evidence', 'export', 'mainnet', '--payer', payer, '--offline', '--dry-run')
    expect(words(stderr)).toContain(`note: there may be more payments of ${payer}: run`)
  })

  test('classify: perhaps one of them', async () => {
    const text = 'the request timed out'
    const classify = (tx: string | null) => on('classify', '-p', 'mainnet', '--tx', tx ?? '', text)
    const perhaps = `only counts ${counted} payments that match, and this payment may be one of them`
    expect(words((await classify(plain.tx)).stderr)).toContain(perhaps)
    const odd = kept.find(({ code, tx }) => code === 'ORPHANED_PAYMENT' && tx !== null)
    expect((await classify(odd?.tx ?? null)).stderr).toBe('')
  })

  test('settlement list: not in the list', async () => {
    const { stderr } = await on('settlement', 'list', '-p', 'mainnet', '--state', 'all')
    expect(words(stderr)).toContain(`only counts ${counted} payments that match: they are not in this list`)
    expect((await on('settlement', 'list', '-p', 'mainnet')).stderr).toBe('')
  })

  test('settlement show: what the books and the chain say of it', async () => {
    const { stdout, exitCode } = await on(
      'settlement',
      'show',
      plain.requestId,
      '--records',
      records,
      ...where,
    )
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('CONFIRMED (final)')])
  })
})

describe('what is made of such a run', () => {
  test('a bundle of one payment holds no sums of the others, and says how many they are', async () => {
    const [one] = kept.filter(({ code }) => code === 'ORPHANED_PAYMENT')
    const asked = ['mainnet', '--tx', one?.tx ?? '', '--offline', '--out', join(desk.folder, 'one.tar.gz')]
    const { exitCode } = await on('evidence', 'export', ...asked)
    expect(exitCode).toBe(0)
    const { entries: files } = await unpacked(join(desk.folder, 'one.tar.gz'))
    const seen = files.find(({ path }) => path.endsWith('seen.ndjson'))?.text ?? ''
    expect(JSON.parse(seen.split('\n')[0] ?? '').seen).not.toHaveProperty('plain')
    const others = counted + kept.length - 1
    expect(files.find(({ path }) => path === 'README.md')?.text).toContain(`the other ${others} left out`)
  })

  test('a bundle of all of it is judged again with the same result', async () => {
    const bundle = join(desk.folder, 'all.tar.gz')
    expect((await on('evidence', 'export', 'mainnet', '--offline', '--out', bundle)).exitCode).toBe(0)
    const { checks } = JSON.parse((await on('judge', bundle, '-o', 'json')).stdout) as RunDocument
    expect(checks[0]?.text).toMatch(/^identical: [1-9]/)
  })

  test('a run that holds every payment says the same, and diff sees it', async () => {
    const ran = await on(...line.filter((word) => word !== '-q'), '-o', 'json')
    const [first, second] = runsIn('state').filter((name) => name.includes('-reconcile-'))
    const { exitCode, stdout } = await on('diff', first ?? '', second ?? '', 'mainnet')
    expect([ran.exitCode, exitCode, stdout]).toEqual([1, 0, expect.stringContaining('the runs say the same')])
    expect((await on('diff', second ?? '', first ?? '', 'mainnet')).exitCode).toBe(0)
  })

  test('the books of a run without a fault explain the balance', async () => {
    const calm = planHistory(historyOptions({ payments: 60, payers: 20, hours: 1, oddEvery: 4000 }))
    const node = await startLocalEndpoint(calm)
    try {
      const file = join(desk.folder, 'calm.jsonl')
      await writeRecords(calm, file)
      const asked = [
        ...reconcileArgs(calm, node.url, file),
        '--rpc',
        node.url.replace('127.0.0.1', 'localhost'),
      ]
      const ran = await desk.run([...asked, '--no-cache', '-q', '--state-dir', 'calm'], sieve)
      expect([ran.exitCode, ran.stderr]).toEqual([0, ''])
      const about = asked.slice(asked.indexOf('--rpc'))
      const told = await desk.run([
        'recipient',
        'mainnet',
        ...about,
        '--delta',
        '-o',
        'json',
        '--state-dir',
        'calm',
      ])
      const { findings } = JSON.parse(told.stdout) as RunDocument
      const closes = findings.find(({ check }) => check === 'delta')
      expect([closes?.code, closes?.args.count]).toEqual(['RECIPIENT_BALANCE_CLOSES', 60])
    } finally {
      await node.close()
    }
  })
})

test('a run that is stopped says how far it came', async () => {
  endpoint.watch((_calls, method) => (method === 'eth_getLogs' ? 'hold' : undefined))
  const asked = [...line, '--deadline', '1s', '--timeout', '20s', '-o', 'json', '--no-save']
  const { stdout, exitCode } = await desk.run(asked, sieve)
  endpoint.watch(() => undefined)
  const { findings, complete } = JSON.parse(stdout) as RunDocument
  expect([exitCode, complete]).toEqual([3, false])
  const rows = [...recordLines(plan)].length
  const texts = findings.map(({ code, text }) => `${code} ${text}`)
  expect(texts.join('\n')).toContain(
    `The run was stopped when all ${rows} records and not all blocks were read, so no payment was judged.`,
  )
})
