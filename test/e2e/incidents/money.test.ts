import { appendFileSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, test } from 'vitest'
import { startRig } from '../../rig/rig.ts'
import type { Desk } from './desk.ts'
import { type House, openHouse } from './house.ts'
import { play } from './play.ts'

let house: House
let desk: Desk
let started = ''
let written = 0

beforeAll(async () => {
  house = await openHouse(await startRig())
})
afterAll(async () => {
  await house?.close()
  await house?.rig.stop()
})

const books = () =>
  readFileSync(house.rig.recordsFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')

// Each incident has the chain and the books to itself, so that no finding is left over from the one before.
beforeEach(async () => {
  started = await house.rig.chain.snapshot()
  written = books().length
  desk = house.desk({ records: 'payments.jsonl' })
  desk.write('payments.jsonl', '')
})
afterEach(async () => {
  await house.rig.idle()
  await house.rig.chain.revertTo(started)
})

const mend = async () => house.heal()
const reconcile = ['reconcile', 'mainnet', '--since', '24h']

type Reported = { readonly nonce: string; readonly payer: string; readonly requestId: string }

/** What somebody knows who reports a payment. */
async function reported(paid: Reported) {
  const record = await house.rig.records.of(paid.nonce)
  await house.rig.idle()
  await house.rig.chain.mine(5, 1)
  desk.write('payments.jsonl', `${books().slice(written).join('\n')}\n`)
  return {
    ...{ payer: paid.payer, request: paid.requestId, around: new Date().toISOString() },
    ...(typeof record.tx === 'string' && /^0x[0-9a-f]{64}$/.test(record.tx) ? { tx: record.tx } : {}),
  }
}

const write = (record: object) => appendFileSync(house.rig.recordsFile, `${JSON.stringify(record)}\n`)

test('paid-route-errors: settled, and then the answer broke', async () => {
  const trouble = async () => reported(await house.rig.pay({ breakAt: 'after-settle' }))
  await play({ slug: 'paid-route-errors', desk, trouble, mend }, reconcile)
})

test('missing-payment-response: paid, served, and no receipt in the answer', async () => {
  const trouble = async () => {
    const paid = await house.rig.pay({ loseRecord: true })
    write({ ...(await house.rig.records.of(paid.nonce)), paymentResponsePresent: false })
    return reported(paid)
  }
  const scene = { slug: 'missing-payment-response', desk, trouble, mend }
  await play(scene, reconcile)
})

test('duplicate-claim: one payment, two deliveries by two instances', async () => {
  const trouble = async () => {
    const paid = await house.rig.pay()
    const record = await house.rig.records.of(paid.nonce)
    write({ ...record, recordId: 'second', requestId: 'req_second', instance: 'b' })
    return reported(paid)
  }
  await play({ slug: 'duplicate-claim', desk, trouble, mend, advice: ['consider', 11] }, reconcile)
})

test('duplicate-charge: one purchase, two nonces', async () => {
  const trouble = async () => {
    const purchase = { payer: house.rig.payers[9]!, requestId: 'req_twice_0001' }
    await house.rig.pay(purchase)
    return reported(await house.rig.pay(purchase))
  }
  await play({ slug: 'duplicate-charge', desk, trouble, mend }, reconcile)
})

test('orphaned-payment: the facilitator stopped waiting, the chain did not', async () => {
  const trouble = async () => {
    const paid = await house.rig.pay({
      fault: 'timeout-then-confirm',
      hold: true,
      payer: house.rig.payers[10]!,
    })
    house.rig.faults.release(paid.nonce)
    const known = await reported(paid)
    const found = await desk.run(['settlement', 'show', paid.requestId, 'mainnet', '-o', 'json'])
    const [tx] = /0x[0-9a-f]{64}(?=")/.exec(/"tx":\s*"0x[0-9a-f]{64}"/.exec(found.out)?.[0] ?? '') ?? []
    return { ...known, ...(tx === undefined ? {} : { tx }) }
  }
  await play({ slug: 'orphaned-payment', desk, trouble, mend, advice: ['keep-on', 15] }, reconcile)
})

test('balance-drift: money came that nobody wrote down', async () => {
  const trouble = async () =>
    reported(await house.rig.pay({ loseRecord: true, payer: house.rig.payers[11]! }))
  await play({ slug: 'balance-drift', desk, trouble, mend, advice: ['no-verdict', 18] }, reconcile)
})

test('mismatched-payment: less came than the books say was asked', async () => {
  const trouble = async () => {
    const paid = await house.rig.pay({ loseRecord: true })
    write({ ...(await house.rig.records.of(paid.nonce)), amountAtomic: '10001' })
    return reported(paid)
  }
  await play({ slug: 'mismatched-payment', desk, trouble, mend, advice: ['no-verdict', 18] }, reconcile)
})

test('phantom-settlement: success was claimed three times, and nothing ever moved', async () => {
  const trouble = async () => {
    const pay = () => house.rig.pay({ fault: 'phantom', payer: house.rig.payers[14]! })
    await pay()
    await pay()
    const paid = await pay()
    const known = await reported(paid)
    await house.rig.chain.warpTo(paid.validBefore + 30)
    await house.rig.chain.mine(5, 2)
    const receipt = {
      success: true,
      transaction: known.tx ?? '',
      network: house.rig.network,
      payer: paid.payer,
    }
    desk.write('receipt.txt', Buffer.from(JSON.stringify(receipt)).toString('base64'))
    return { ...known, receipt: 'receipt.txt' }
  }
  const advice = ['off-now', 3] as const
  const windows = { more: 1, apartMs: 61_000, advice }
  await play({ slug: 'phantom-settlement', desk, trouble, mend, advice, windows }, reconcile)
})
