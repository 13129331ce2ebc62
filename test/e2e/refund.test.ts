import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeFunctionData, erc20Abi, type Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { safeChecksum } from '../../src/refund/safe-batch.ts'
import type { Paid } from '../rig/payer.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { newDesk } from './run-cli.ts'
import { writeShopConfig } from './shop-config.ts'

type Document = {
  readonly refunds: readonly {
    readonly id: string
    readonly payee: string
    readonly tx: string
    readonly class: string
  }[]
  readonly done: readonly { readonly by: string; readonly detail: string }[]
  readonly held: readonly { readonly reason: string }[]
  readonly findings: readonly { readonly code: string }[]
}

let rig: Rig
let [first, second, good]: (Paid | undefined)[] = []
const desk = newDesk()

beforeAll(async () => {
  rig = await startRig()
  writeShopConfig(desk.folder, rig, rig.v2.url)
  const broken = (n: number) =>
    rig.pay({
      requestId: `req_broken${n}`,
      breakAt: 'after-settle',
      payer: rig.payers[n] as Rig['payers'][number],
    })
  first = await broken(3)
  second = await broken(4)
  good = await rig.pay({ requestId: 'req_good', payer: rig.payers[5] as Rig['payers'][number] })
  await rig.idle()
  await rig.chain.warpTo(good.validBefore + 30)
  await rig.chain.mine(5, 2)
  await desk.run(['reconcile', 'shop', '--since', '24h', '-q'])
}, 120_000)

afterAll(async () => {
  desk.remove()
  await rig?.stop()
})

async function plan(...more: readonly string[]) {
  const { stdout, exitCode } = await desk.run(['refund', 'plan', 'shop', '-o', 'json', ...more])
  return { exitCode, ...(JSON.parse(stdout) as Document) }
}
const lower = (text: string | undefined) => text?.toLowerCase()

test('who paid and got an error gets a row, and who got the goods gets none', async () => {
  const { refunds, held, exitCode } = await plan('--safe-batch', 'batch.json')
  expect(exitCode).toBe(1)
  expect(refunds.map(({ payee }) => payee)).toEqual([lower(first?.payer), lower(second?.payer)])
  expect(new Set(refunds.map((row) => row.class))).toEqual(new Set(['CHARGED_NOT_DELIVERED']))
  expect(held).toEqual([])
  const batch = JSON.parse(readFileSync(join(desk.folder, 'batch.json'), 'utf8'))
  expect(batch.meta.checksum).toBe(safeChecksum(batch))
  const [call] = batch.transactions as readonly { data: Hex; to: string }[]
  expect(call?.to).toBe(lower(rig.asset))
  const { args } = decodeFunctionData({ abi: erc20Abi, data: call?.data ?? '0x' })
  expect(args?.map((arg) => lower(String(arg)))).toEqual([lower(first?.payer), String(first?.amountAtomic)])
})

test('the endpoint may be a secret, and the operator says what is worth its money', async () => {
  const argv = ['refund', 'plan', 'shop', '-o', 'json', '--no-save', '--rpc', 'env:MY_RPC']
  const { stdout } = await desk.run(argv, { MY_RPC: rig.rpcUrl })
  expect((JSON.parse(stdout) as Document).refunds).toHaveLength(2)
  const config = join(desk.folder, 'x402ops.yaml')
  const before = readFileSync(config, 'utf8')
  writeFileSync(config, before.replace('  shop:\n', '  shop:\n    billing: {billable: [2xx, 5xx]}\n'))
  expect((await plan('--no-save')).refunds).toEqual([])
  expect((await plan('--no-save', '--billable', '2xx')).refunds).toHaveLength(2)
  writeFileSync(config, before)
})

test('planning again, at the same moment even, gives the same plan and one entry for each', async () => {
  const plans = await Promise.all([plan(), plan(), plan('--offline')])
  for (const each of plans)
    expect(each.refunds.map(({ payee }) => payee)).toEqual([first?.payer, second?.payer].map(lower))
  const { stdout } = await desk.run(['refund', 'list', 'shop', '-o', 'json'])
  expect((JSON.parse(stdout) as { refunds: unknown[] }).refunds).toHaveLength(2)
})

test('what went back since the run is seen on chain, and is not planned again', async () => {
  const hash = await rig.refund(first?.payer ?? '', first?.amountAtomic ?? 0n)
  await rig.chain.mine(2, 2)
  const after = await plan()
  expect(after.refunds.map(({ payee }) => payee)).toEqual([lower(second?.payer)])
  expect(after.done).toMatchObject([{ by: 'chain', detail: expect.stringContaining(lower(hash) ?? '?') }])
  const blind = await plan('--offline')
  expect(blind.findings.map(({ code }) => code)).toContain('REFUND_OFFLINE')
  const deaf = await plan('--rpc', 'http://127.0.0.1:9')
  expect([deaf.refunds, deaf.held.map(({ reason }) => reason)]).toEqual([
    [],
    ['REFUNDS_NOT_READ', 'REFUNDS_NOT_READ'],
  ])
})

test('what was marked as paid is not planned again, and cannot be opened again', async () => {
  const { refunds } = await plan()
  const id = refunds[0]?.id ?? ''
  const hash = await rig.refund(second?.payer ?? '', second?.amountAtomic ?? 0n)
  const marked = await desk.run(['refund', 'mark', id.slice(0, 8), 'confirmed', '-p', 'shop', '--tx', hash])
  expect(marked.exitCode).toBe(0)
  const after = await plan('--offline')
  expect(after.refunds.map(({ payee }) => payee)).toEqual([lower(first?.payer)])
  const again = await desk.run(['refund', 'mark', id, 'open', '-p', 'shop'])
  expect([again.exitCode, again.stderr]).toEqual([
    2,
    expect.stringContaining('what is confirmed cannot become open'),
  ])
  expect((await plan()).exitCode).toBe(0)
})
