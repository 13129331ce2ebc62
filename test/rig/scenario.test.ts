import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Rig, startRig } from './rig.ts'
import { playIncident, type Truth } from './scenario.ts'

let rig: Rig
let truths: readonly Truth[]
let startBalance = 0n
beforeAll(async () => {
  rig = await startRig({ pino: true, confirmTimeoutMs: 500 })
  startBalance = await rig.token.balanceOf(rig.payTo)
  truths = await playIncident(rig)
})
afterAll(() => rig?.stop())

const moved = new Set([
  'MATCHED',
  'ORPHANED_PAYMENT',
  'SETTLED_UNACKNOWLEDGED',
  'DUPLICATE_CHARGE',
  'CHARGED_NOT_DELIVERED',
  'UNRECORDED_RECEIPT',
  'REFUNDED',
  'REFUND_MISSING',
  'UNRELATED_INFLOW',
])

describe('the incident', () => {
  test('has over twenty payments and every class the rig can bring about', () => {
    expect(truths.length).toBeGreaterThan(40)
    expect([...new Set(truths.map((truth) => truth.expectedCode))].sort()).toEqual([
      'CANCELLED_AFTER_SERVICE',
      'CHARGED_NOT_DELIVERED',
      'DUPLICATE_CHARGE',
      'INVALID_RECORD',
      'MATCHED',
      'NO_CHARGE',
      'OPEN',
      'ORPHANED_PAYMENT',
      'PHANTOM_SETTLEMENT',
      'RECIPIENT_MISMATCH',
      'REFUNDED',
      'REFUND_MISSING',
      'REFUND_WITHOUT_PAYMENT',
      'REVERTED_SETTLEMENT',
      'SETTLED_UNACKNOWLEDGED',
      'UNRECORDED_RECEIPT',
      'UNRELATED_INFLOW',
    ])
  })

  test('the nonce of each payment is spent exactly where money moved or was cancelled', async () => {
    for (const { what, payer, nonce, expectedCode } of truths) {
      if (payer === null || nonce === null) continue
      const spent =
        moved.has(expectedCode) ||
        ['RECIPIENT_MISMATCH', 'CANCELLED_AFTER_SERVICE'].includes(expectedCode) ||
        what.endsWith('then cancelled')
      expect([what, await rig.token.nonceUsed(payer, nonce)]).toEqual([what, spent])
    }
  })

  test('the balance of the service is the sum of the truth', async () => {
    const inflow = truths.filter((truth) => moved.has(truth.expectedCode))
    const refunded = truths.filter((t) => ['REFUNDED', 'REFUND_WITHOUT_PAYMENT'].includes(t.expectedCode))
    const sum = (list: readonly Truth[]) => list.reduce((total, truth) => total + truth.amountAtomic, 0n)
    expect(await rig.token.balanceOf(rig.payTo)).toBe(startBalance + sum(inflow) - sum(refunded))
  })

  test('every truth with a request id has its record, and no other record exists', () => {
    const written = new Set(rig.records.all().map((record) => record.requestId))
    const told = new Set(truths.flatMap(({ requestId }) => (requestId === null ? [] : [requestId])))
    expect(written).toEqual(told)
  })

  test('every authorization but the open one has ended at a final block', async () => {
    const final = await rig.chain.rpc<{ timestamp: string }>('eth_getBlockByNumber', ['finalized', false])
    const alive = rig.records
      .all()
      .filter(({ validBefore }) => Number(validBefore) >= Number(final.timestamp))
      .map((record) => record.requestId)
    expect(alive).toEqual(truths.filter((t) => t.expectedCode === 'OPEN').map((t) => t.requestId))
  })
})
