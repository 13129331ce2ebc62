import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { classesOf, documentOf, type SmallDay, startSmallDay } from './small-day.ts'

const key = 'CANARY-receipts-secret-0123456789'

let day: SmallDay

beforeAll(async () => {
  day = await startSmallDay()
})

afterAll(async () => {
  await day?.stop()
})

type Row = Readonly<Record<string, unknown>>

/** A receipt of a payment, delivered as PipRail's deliverReceipt posts it. */
function delivery(row: Row, secret = key) {
  const body = JSON.stringify({
    ...{ scheme: 'exact', success: true, network: row.network, transaction: row.tx, asset: row.asset },
    ...{ amount: row.amountAtomic, payer: row.payer, payTo: row.payTo, verifiedAt: row.respondedAt },
    ...{ decimals: 6, symbol: 'USDC', idempotencyKey: row.tx },
  })
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  return {
    receivedAt: row.respondedAt,
    headers: { 'piprail-signature': signature, 'idempotency-key': row.tx },
    body,
  }
}

function prepare(rows: readonly unknown[]): void {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  writeFileSync(join(day.folder, 'receipts.jsonl'), text)
  const { network, payTo, rpcUrl } = day.rig
  const lines = [
    'version: 1',
    'profiles:',
    '  shop:',
    '    extends: mainnet',
    `    pays: [{network: "${network}", asset: usdc, payTo: ["${payTo}"]}]`,
    `    rpc: {"${network}": [{url: "${rpcUrl}"}]}`,
    '    records: [{file: receipts.jsonl, piprail: {secret: {env: RECEIPTS_SECRET}}}]',
  ]
  writeFileSync(join(day.folder, 'x402ops.yaml'), `${lines.join('\n')}\n`)
}

const settled = () => (day.rig.records.all() as readonly Row[]).filter((row) => row.state === 'settled')
const run = (env: Record<string, string>, ...more: readonly string[]) =>
  day.run(['reconcile', 'shop', '--since', '24h', '--no-save', '-o', 'json', ...more], env)

test('receipts are books: each payment once however often it was delivered, and what nobody signed is named', async () => {
  const [first, ...others] = settled().map((row) => delivery(row))
  const forged = delivery(settled()[0] ?? {}, 'CANARY-another-secret')
  const { headers: _none, ...unsigned } = forged
  prepare([first, ...others, first, first, forged, unsigned])
  const result = await run({ RECEIPTS_SECRET: key })
  expect(result.stderr).toBe('')
  // The payment that the server believed lost has no receipt: on chain it is money that no record knows.
  expect(classesOf(result)).toEqual(['matched 4', 'unrecorded_receipt 1'])
  const rejected = documentOf(result).findings.find(({ code }) => code === 'RECONCILE_ROWS_REJECTED')
  expect(rejected?.text).toContain('line 7: the signature does not fit the body')
  expect(rejected?.text).toContain('line 8: the receipt is not signed')
  const told = JSON.stringify(result)
  expect(told).not.toContain(key)
  expect(told).not.toContain(forged.headers['piprail-signature'].slice(7, 27))
})

test('a receipt for money that never came is found, whoever signed it', async () => {
  const [first] = settled()
  prepare([delivery({ ...first, tx: `0x${'77'.repeat(32)}` })])
  const result = await run({ RECEIPTS_SECRET: key })
  expect(classesOf(result)).toContain('indeterminate 1')
  expect(classesOf(result).some((line) => line.startsWith('matched'))).toBe(false)
})

test('a payment by PipRail without facilitator is an ordinary transfer, found by its transaction', async () => {
  const [payer] = day.rig.payers
  if (payer === undefined) throw new Error('no payer')
  const tx = await day.rig.sendPlain(12_345n, payer)
  await day.rig.chain.mine(4, 1)
  const [first] = settled()
  const plain = {
    ...first,
    tx,
    payer: payer.address,
    amountAtomic: '12345',
    respondedAt: new Date().toISOString(),
  }
  const body = delivery(plain).body.replace('"exact"', '"onchain-proof"')
  const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
  prepare([{ body, signature }])
  const result = await run({ RECEIPTS_SECRET: key })
  expect(classesOf(result)).toContain('matched 1')
})

test('without the secret nothing is read', async () => {
  prepare(settled().map((row) => delivery(row)))
  const result = await run({})
  expect([result.exitCode, result.stderr]).toEqual([2, expect.stringContaining('RECEIPTS_SECRET')])
})

test('a receipt file among the books of the command line is refused, not believed', async () => {
  prepare(settled().map((row) => delivery(row)))
  const result = await run({}, '--records', 'receipts.jsonl')
  expect(documentOf(result).findings.find(({ code }) => code === 'RECONCILE_ROWS_REJECTED')?.text).toContain(
    'its source names no secret',
  )
})
