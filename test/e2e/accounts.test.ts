import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Paid } from '../rig/payer.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { type Alter, startAlteringRpc } from './altering-rpc.ts'
import { newDesk } from './run-cli.ts'
import { writeShopConfig } from './shop-config.ts'
import { classesOf, documentOf } from './small-day.ts'

type Json = Readonly<Record<string, unknown>>
type Log = { readonly topics: readonly string[] }

let rig: Rig
let orphan: Paid
let refunded: Paid
const desk = newDesk()
const open: (() => Promise<void>)[] = []

beforeAll(async () => {
  rig = await startRig()
  await rig.pay({ route: 'safe-fetch-url' })
  refunded = await rig.pay({ requestId: 'req_paid_twice' })
  await rig.pay({ requestId: 'req_paid_twice' })
  await rig.sendPlain(123_456n)
  await rig.refund(refunded.payer, refunded.amountAtomic)
  await rig.pay({ fault: 'gas' })
  orphan = await rig.pay({ fault: 'timeout-then-confirm', hold: true })
  rig.faults.release(orphan.nonce)
  await rig.idle()
  const mined = await rig.chain.timestamp()
  await rig.chain.warpTo(orphan.validBefore + 30)
  await rig.chain.mine(5, 2)
  // A window ends at the clock's now; what was mined must lie inside of it.
  await new Promise((done) => setTimeout(done, Math.max(0, (mined + 1) * 1000 - Date.now())))
})
afterAll(async () => {
  for (const close of open) await close()
  await rig?.stop()
  desk.remove()
})

const reconcile = (url: string, more: readonly string[], env: Record<string, string> = {}) =>
  desk.run(
    [
      ...['reconcile', 'mainnet', '--since', '24h', '--records', rig.recordsFile, '--no-save'],
      ...['--rpc', url, '--pay-to', rig.payTo, ...more],
    ],
    env,
  )

/** `reconcile mainnet` of the day through one endpoint that alters what the chain says. */
async function through(alter: Alter, ...more: readonly string[]) {
  const server = await startAlteringRpc(rig.rpcUrl, alter)
  open.push(server.close)
  return reconcile(server.url, more)
}

async function rpc(method: string, params: readonly unknown[]): Promise<string> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(rig.rpcUrl, { method: 'POST', headers, body })
  return ((await answer.json()) as { result: string }).result
}

/** The balance of the shop as the chain itself tells it. */
async function balanceAt(asset: string, block: number): Promise<bigint> {
  const data = `0x70a08231${rig.payTo.slice(2).toLowerCase().padStart(64, '0')}`
  const answer = await rpc('eth_call', [{ to: asset, data }, `0x${block.toString(16)}`])
  // Before the token was there.
  return answer === '0x' ? 0n : BigInt(answer)
}

const isOldState = (call: { readonly method: string; readonly params: readonly unknown[] }) =>
  call.method === 'eth_call' && JSON.stringify(call.params).includes('0x70a08231')

describe('the ledger', () => {
  test('ins minus outs are what the balance on the chain changed by', async () => {
    await reconcile(rig.rpcUrl, ['-o', 'csv=ledger.csv', '-o', 'json=run.json'])
    const rows = parse(readFileSync(join(desk.folder, 'ledger.csv'), 'utf8'), { columns: true }) as Record<
      string,
      string
    >[]
    const sum = (name: string) => rows.reduce((total, row) => total + BigInt(row[name] || 0), 0n)
    const of = (kind: string) => rows.find((row) => row.kind === kind)
    const [opening, closing] = [of('opening-balance'), of('closing-balance')]
    const asset = String(closing?.asset)
    const [before, after] = await Promise.all(
      [opening, closing].map((row) => balanceAt(asset, Number(row?.block))),
    )
    expect([opening?.amountAtomic, closing?.amountAtomic]).toEqual([String(before), String(after)])
    expect(sum('inAtomic') - sum('outAtomic')).toBe((after ?? 0n) - (before ?? 0n))
    expect(sum('inAtomic')).toBeGreaterThan(0n)
    expect(of('difference')).toBeUndefined()
    expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['payment', 'inflow', 'refund']))
    const times = rows.flatMap(({ time }) => (time === '' ? [] : [String(time)]))
    expect(times).toEqual([...times].sort())
  })

  test('the document says the same, and its parts add up', () => {
    const { figures } = JSON.parse(readFileSync(join(desk.folder, 'run.json'), 'utf8')) as Json as {
      figures: { accounts: readonly Record<string, { atomic: string }>[] }
    }
    const [account = {}] = figures.accounts
    const atomic = (name: string) => BigInt(account[name]?.atomic ?? 0)
    const parts = ['revenue', 'owed', 'refunded', 'pending', 'unexplained'].map(atomic)
    expect(parts.reduce((total, part) => total + part, 0n)).toBe(atomic('received'))
    expect(atomic('received')).toBeGreaterThan(0n)
  })
})

describe('the screen', () => {
  test.each([80, 120])('%d columns: classes and accounts stand on the first screen', async (columns) => {
    const { stdout } = await reconcile(rig.rpcUrl, [], { COLUMNS: String(columns) })
    const first = stdout.split('\n').slice(0, 24).join('\n')
    expect(first).toMatch(/^FAIL +orphaned_payment +1/m)
    expect(first).toMatch(/^Received +\S+ USDC = /m)
    expect(first).toMatch(/^Balance +agrees with the logs, /m)
    expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([])
  })
})

describe('a node that hides a payment, its receipt and its nonce', () => {
  const hide: Alter = (call, answer) => {
    const marks = [orphan.payer.slice(2).toLowerCase(), orphan.nonce.slice(2)]
    const names = (value: unknown) => marks.some((mark) => JSON.stringify(value).toLowerCase().includes(mark))
    if (call.method === 'eth_getLogs') {
      return { result: (answer.result as Log[]).filter((log) => !names(log.topics)) }
    }
    if (
      call.method === 'eth_call' &&
      JSON.stringify(call.params).includes('0xe94a0102') &&
      names(call.params)
    ) {
      return { result: `0x${'0'.repeat(64)}` }
    }
    return answer
  }

  test('cannot make it unpaid: the balance tells, exit 1, incomplete', async () => {
    const result = await through(hide, '-o', 'json')
    const { findings, complete, exitCode, gaps } = documentOf(result)
    const found = findings.find(({ code }) => code === 'RECONCILE_BALANCE_DIFFERS')
    expect(found?.verdict).toBe('FAIL')
    expect(found?.text).toContain('0.01 USDC came without a log')
    expect([complete, exitCode]).toEqual([false, 1])
    expect(gaps.map(({ why }) => why)).toContain('its balance differs from the logs of the window')
    expect(classesOf(result).join()).not.toMatch(/no_charge|open/)
    expect(classesOf(result)).toContain('indeterminate 2')
  })

  test('and the ledger names the difference', async () => {
    const { stdout } = await through(hide, '-o', 'csv')
    const rows = parse(stdout, { columns: true }) as Record<string, string>[]
    expect(rows.filter(({ kind }) => kind === 'difference').map(({ in: came }) => came)).toEqual(['0.01'])
  })
})

describe('a node without old state', () => {
  const forgets: Alter = (call, answer) =>
    isOldState(call) ? { error: { code: -32000, message: 'missing trie node' } } : answer

  test('UNKNOWN, said with the reason; the screen says so as well', async () => {
    const result = await through(forgets, '-o', 'json')
    const found = documentOf(result).findings.find(({ code }) => code === 'RECONCILE_BALANCE_NOT_READ')
    expect(found).toMatchObject({ verdict: 'UNKNOWN' })
    expect(documentOf(result).complete).toBe(false)
    expect((await through(forgets)).stdout).toMatch(/^Balance +UNKNOWN, not compared with the logs$/m)
  })

  test('SKIP when the operator lists balance as unreadable', async () => {
    const server = await startAlteringRpc(rig.rpcUrl, forgets)
    open.push(server.close)
    writeShopConfig(desk.folder, rig, 'https://api.example', '    reconcile: {unreadable: [balance]}')
    const file = join(desk.folder, 'x402ops.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(rig.rpcUrl, server.url))
    const result = await desk.run(['reconcile', 'shop', '--since', '24h', '--no-save', '-o', 'json'])
    const found = documentOf(result).findings.find(({ code }) => code === 'RECONCILE_BALANCE_NOT_READ')
    expect(found?.verdict).toBe('SKIP')
    expect(documentOf(result).complete).toBe(true)
  })
})
