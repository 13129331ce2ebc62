import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FaultName } from './fault-names.ts'
import { type Rig, startRig } from './rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig({ v2: { facilitatorTimeoutMs: 2500 } })
})
afterAll(() => rig?.stop())

type Outcome = {
  readonly status: number | null
  /** What `PAYMENT-RESPONSE` said: success, refusal, or that it was not there. */
  readonly header: 'success' | 'refusal' | 'none'
  readonly state: 'settled' | 'failed' | 'pending'
  readonly reason: RegExp | null
  readonly tx: 'mined' | 'reverted' | 'unknown' | null
  /** Whether the money had moved in the end. */
  readonly moved: boolean
}

type Single = Exclude<FaultName, 'batched'>

const v2: Readonly<Record<Single, Outcome>> = {
  'timeout-then-confirm': {
    ...{ status: 402, header: 'refusal', state: 'failed', reason: /context deadline exceeded/ },
    ...{ tx: null, moved: true },
  },
  'hang-then-confirm': {
    ...{ status: 502, header: 'none', state: 'failed', reason: /timed out/, tx: null, moved: true },
  },
  'settlement-pending': {
    ...{ status: 402, header: 'refusal', state: 'pending', reason: /^settlement_pending$/ },
    ...{ tx: 'mined', moved: true },
  },
  'settlement-pending-500': {
    ...{ status: 402, header: 'refusal', state: 'pending', reason: /^settlement_pending$/ },
    ...{ tx: 'mined', moved: true },
  },
  'settlement-pending-once': {
    ...{ status: 200, header: 'success', state: 'settled', reason: null, tx: 'mined', moved: true },
  },
  revert: {
    ...{ status: 402, header: 'refusal', state: 'failed', reason: /transaction_failed/ },
    ...{ tx: 'reverted', moved: false },
  },
  'revert-claimed-success': {
    ...{ status: 200, header: 'success', state: 'settled', reason: null, tx: 'reverted', moved: false },
  },
  'never-mine': {
    ...{ status: 402, header: 'refusal', state: 'pending', reason: /^settlement_pending$/ },
    ...{ tx: 'unknown', moved: false },
  },
  gas: {
    ...{ status: 402, header: 'refusal', state: 'failed', reason: /estimate gas/, tx: null, moved: false },
  },
  'gas-500': {
    ...{ status: 402, header: 'refusal', state: 'failed', reason: /estimate gas/, tx: null, moved: false },
  },
  'verify-ok-settle-reject': {
    ...{ status: 402, header: 'refusal', state: 'failed', reason: /invalid_payload/, tx: null, moved: false },
  },
  phantom: {
    ...{ status: 200, header: 'success', state: 'settled', reason: null, tx: 'unknown', moved: false },
  },
  'phantom-empty': {
    ...{ status: 200, header: 'success', state: 'settled', reason: null, tx: null, moved: false },
  },
  html: {
    ...{ status: 502, header: 'none', state: 'failed', reason: /invalid JSON/, tx: null, moved: false },
  },
  'html-502': {
    ...{ status: 402, header: 'refusal', state: 'failed', reason: /\(502\)/, tx: null, moved: false },
  },
  'front-run': {
    ...{ status: 402, header: 'refusal', state: 'failed', reason: /transaction_failed/ },
    ...{ tx: 'reverted', moved: true },
  },
  hang: { status: 502, header: 'none', state: 'failed', reason: /timed out/, tx: null, moved: false },
  reset: { status: 402, header: 'refusal', state: 'failed', reason: /fetch failed/, tx: null, moved: false },
  down: { status: 402, header: 'refusal', state: 'failed', reason: /fetch failed/, tx: null, moved: false },
}

// Version 1 says every failure in one way, without a header, and drops a hash it had.
const v1: Partial<Record<FaultName, Outcome>> = {
  'timeout-then-confirm': {
    ...{ status: 402, header: 'none', state: 'failed', reason: /context deadline exceeded/ },
    ...{ tx: null, moved: true },
  },
  'settlement-pending': {
    ...{ status: 402, header: 'none', state: 'failed', reason: /Timed out/, tx: null, moved: true },
  },
  revert: {
    ...{ status: 402, header: 'none', state: 'failed', reason: /transaction_failed/, tx: null, moved: false },
  },
  phantom: {
    ...{ status: 200, header: 'success', state: 'settled', reason: null, tx: 'unknown', moved: false },
  },
  gas: { status: 402, header: 'none', state: 'failed', reason: /estimate gas/, tx: null, moved: false },
  reset: { status: 402, header: 'none', state: 'failed', reason: /fetch failed/, tx: null, moved: false },
}

async function txOnChain(hash: unknown): Promise<Outcome['tx']> {
  if (hash === null) return null
  const receipt = await rig.chain.rpc<{ status: string } | null>('eth_getTransactionReceipt', [hash])
  if (receipt === null) return 'unknown'
  return receipt.status === '0x1' ? 'mined' : 'reverted'
}

async function outcomeOf(version: 1 | 2, fault: FaultName): Promise<Outcome & { recordedReason: unknown }> {
  const before = await rig.token.balanceOf(rig.payTo)
  const paid = await rig.pay({ version, fault, route: 'check-prompt-injection-risk' })
  await rig.idle()
  const after = await rig.token.balanceOf(rig.payTo)
  expect([before, before + 5000n]).toContain(after)
  const moved = after > before
  expect(await rig.token.nonceUsed(paid.payer, paid.nonce)).toBe(moved)
  const record = await rig.records.of(paid.nonce)
  expect(record).toMatchObject({ payer: expect.any(String), amountAtomic: '5000', x402Version: version })
  expect(record.responseStatus).toBe(paid.status)
  return {
    status: paid.status,
    header: paid.settle === null ? 'none' : paid.settle.success ? 'success' : 'refusal',
    state: record.state as Outcome['state'],
    reason: null,
    tx: await txOnChain(record.tx),
    moved,
    recordedReason: record.settleReason,
  }
}

async function prove(version: 1 | 2, fault: FaultName, expected: Outcome): Promise<void> {
  const { recordedReason, ...seen } = await outcomeOf(version, fault)
  expect({ ...seen, recordedReason: expected.reason === null ? recordedReason : null }).toEqual({
    ...expected,
    reason: null,
    recordedReason: null,
  })
  if (expected.reason !== null) expect(String(recordedReason)).toMatch(expected.reason)
}

describe('each fault between a version 2 server and the facilitator', () => {
  test.each(Object.keys(v2) as Single[])('%s', (fault) => prove(2, fault, v2[fault]))
})

describe('the faults a version 1 server shows differently', () => {
  test.each(Object.keys(v1) as FaultName[])('%s', (fault) => prove(1, fault, v1[fault] as Outcome))
})

describe('the fault layer', () => {
  test('a queued fault meets the next payment only', async () => {
    rig.faults.next('gas')
    expect((await rig.pay()).status).toBe(402)
    expect((await rig.pay()).status).toBe(200)
  })

  test('two payments share one transaction', async () => {
    const before = await rig.token.balanceOf(rig.payTo)
    const pair = await Promise.all([rig.pay({ fault: 'batched' }), rig.pay({ fault: 'batched' })])
    const [first, second] = pair.map((paid) => paid.settle?.transaction)
    expect(first).toBe(second)
    expect(pair.map((paid) => paid.status)).toEqual([200, 200])
    expect(await rig.token.balanceOf(rig.payTo)).toBe(before + 20_000n)
  })

  test('a facilitator that is down is down for everybody, and comes back on the same port', async () => {
    await rig.faults.down()
    const refused = await rig.pay()
    expect(refused.status).toBe(402)
    expect(await rig.records.of(refused.nonce)).toMatchObject({ verify: 'unknown', state: 'failed' })
    await rig.faults.up()
    expect((await rig.pay()).status).toBe(200)
  })

  test('a version 1 buyer who gives up on a hanging settlement leaves a pending record', async () => {
    const paid = await rig.pay({ version: 1, fault: 'hang', timeoutMs: 600 })
    expect(paid.status).toBe(null)
    expect(await rig.records.of(paid.nonce)).toMatchObject({ state: 'pending', responseStatus: null })
  })
})
