import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountAt, roles } from '../rig/accounts.ts'
import { freshNonce, type Paid } from '../rig/payer.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { type Authorization, signTransfer } from '../rig/token.ts'
import { startLyingRpc } from './lying-rpc.ts'
import { type CliResult, inThisProcess, newDesk } from './run-cli.ts'
import { writeShopConfig } from './shop-config.ts'

type Payment = {
  readonly state: string
  readonly firmness: string
  readonly action: string
  readonly retry: string
  readonly until: string | null
  readonly nonce: string | null
  readonly tx: string | null
  readonly stateReasons: readonly string[]
  readonly adviceReasons: readonly string[]
  readonly life: readonly { readonly step: string; readonly at: string | null; readonly what: string }[]
}
type Document = {
  readonly payments: readonly Payment[]
  readonly rivals: readonly unknown[]
  readonly findings: readonly { readonly code: string }[]
}

let rig: Rig
const desk = newDesk(inThisProcess)
const day = {} as Record<'good' | 'race' | 'never' | 'raced' | 'reverted' | 'cancelled', Paid>
let batch: readonly Paid[] = []
let loose: Authorization

beforeAll(async () => {
  rig = await startRig()
  writeShopConfig(desk.folder, rig, rig.v2.url)
  day.good = await rig.pay({ requestId: 'req_good' })
  day.race = await rig.pay({ fault: 'timeout-then-confirm', hold: true, requestId: 'req_race' })
  day.never = await rig.pay({ fault: 'gas', requestId: 'req_never' })
  day.raced = await rig.pay({ fault: 'front-run', requestId: 'req_raced' })
  day.reverted = await rig.pay({ fault: 'revert', requestId: 'req_reverted' })
  const payer = rig.payers[9] ?? accountAt(roles.firstPayer)
  day.cancelled = await rig.pay({ fault: 'phantom-empty', payer, requestId: 'req_cancelled' })
  await rig.cancel(payer, day.cancelled.nonce)
  batch = await Promise.all(
    ['req_one', 'req_two'].map((requestId) => rig.pay({ fault: 'batched', requestId })),
  )
  await rig.pay({ requestId: 'req_twice', fault: 'gas' })
  await rig.pay({ requestId: 'req_twice', fault: 'gas' })
  loose = await signTransfer(accountAt(roles.firstPayer), {
    ...{ to: rig.payTo as Authorization['to'], value: 10_000n, validAfter: 0n, nonce: freshNonce() },
    validBefore: BigInt((await rig.chain.timestamp()) + 300),
  })
}, 120_000)

afterAll(async () => {
  desk.remove()
  await rig?.stop()
})

const show = (args: readonly string[], input = ''): Promise<CliResult> =>
  desk.run(['settlement', 'show', ...args, '-o', 'json'], {}, input)

async function told(reference: string, ...more: readonly string[]) {
  const result = await show([reference, 'shop', ...more])
  const document = JSON.parse(result.stdout) as Document
  const [payment] = document.payments
  return { ...result, document, payment }
}

/** The payment header of an authorization, as a client of version 2 sends it. */
function headerOf({ signature, from, to, nonce, ...terms }: Authorization): string {
  const { value, validAfter, validBefore } = terms
  const authorization = {
    ...{ from, to, nonce, value: String(value) },
    ...{ validAfter: String(validAfter), validBefore: String(validBefore) },
  }
  const accepted = {
    ...{ scheme: 'exact', network: rig.network, asset: rig.asset, payTo: rig.payTo, amount: String(value) },
    ...{ maxTimeoutSeconds: 300, extra: { name: 'USD Coin', version: '2' } },
  }
  const payload = { x402Version: 2, accepted, payload: { signature, authorization } }
  return Buffer.from(JSON.stringify(payload)).toString('base64')
}

const codes = ({ document }: { readonly document: Document }) => document.findings.map(({ code }) => code)

describe('while the authorizations live', () => {
  test('what timed out is waited for, and nobody is told to pay again', async () => {
    const { payment, exitCode } = await told('req_race')
    expect(payment).toMatchObject({ state: 'not_found', action: 'wait', retry: 'WAIT' })
    expect(Date.parse(payment?.until ?? '')).toBeGreaterThanOrEqual(day.race.validBefore * 1000)
    expect(exitCode).toBe(3)
  })

  test('a reverted transaction alone decides nothing', async () => {
    const { payment } = await told('req_reverted')
    expect(payment).toMatchObject({ state: 'unresolved', action: 'wait', retry: 'WAIT' })
    expect(payment?.stateReasons).toContain('REVERTED_ALONE')
    const byHash = await told(String((await rig.records.of(day.reverted.nonce)).tx))
    expect(byHash.payment).toMatchObject({ state: 'unresolved', nonce: day.reverted.nonce })
  })

  test('a name of two payments picks none of them', async () => {
    const result = await told('req_twice')
    expect(result.document.payments).toEqual([])
    expect(result.document.rivals).toHaveLength(2)
    expect(codes(result)).toContain('SETTLEMENT_REFERENCE_AMBIGUOUS')
    expect(result.exitCode).toBe(3)
  })

  test('a reference of nothing is UNKNOWN, and says where it looked', async () => {
    const result = await desk.run(['settlement', 'show', `0x${'ab'.repeat(32)}`, 'shop'])
    const text = result.stdout.replaceAll(/\s+/g, ' ')
    expect(text).toContain('Nothing was found of 0xabab')
    expect(text).toMatch(/Looked at: records .{1,200}; saved runs; transaction on eip155:8453: absent/)
    expect(result.exitCode).toBe(3)
  })
})

describe('a payment header on standard input', () => {
  test('is looked for by payer and nonce, and its signature comes back nowhere', async () => {
    const header = headerOf(loose)
    const before = await show(['-', 'shop'], header)
    expect(JSON.parse(before.stdout)).toMatchObject({ payments: [{ state: 'not_found', retry: 'WAIT' }] })
    await rig.token.execute(accountAt(roles.stranger), loose)
    const after = await show(['-', 'shop'], header)
    expect(JSON.parse(after.stdout)).toMatchObject({
      payments: [{ state: 'confirmed', firmness: 'provisional', retry: 'DO_NOT_RETRY' }],
    })
    for (const { stdout, stderr } of [before, after]) {
      expect(stdout + stderr).not.toContain(loose.signature.slice(2))
      expect(stdout + stderr).not.toContain(header)
    }
  })

  test('taken back by a reorganisation it is reversed, and confirmed when it comes again', async () => {
    await rig.chain.reorg(1)
    const reversed = await show(['-', 'shop'], headerOf(loose))
    expect(JSON.parse(reversed.stdout)).toMatchObject({
      payments: [{ state: 'reversed', action: 'wait', retry: 'WAIT' }],
    })
    expect(reversed.exitCode).toBe(3)
    await rig.token.execute(accountAt(roles.stranger), loose)
    await rig.chain.mine(3, 1)
    const again = await show(['-', 'shop'], headerOf(loose))
    expect(JSON.parse(again.stdout)).toMatchObject({
      payments: [{ state: 'confirmed', firmness: 'finalized', action: 'unknown', retry: 'DO_NOT_RETRY' }],
    })
  })

  test('by file as well; without a payment in it nothing of it is repeated', async () => {
    writeFileSync(join(desk.folder, 'header.txt'), `PAYMENT-SIGNATURE: ${headerOf(loose)}\n`)
    const byFile = await show(['--header-file', 'header.txt', 'shop'])
    expect(JSON.parse(byFile.stdout)).toMatchObject({ payments: [{ nonce: loose.nonce }] })
    const nothing = await show(['-', 'shop'], 'CANARY-not-a-header')
    expect(nothing.stderr).toContain('no payment was found in standard input')
    expect(nothing.stderr).not.toContain('CANARY')
    expect(nothing.exitCode).toBe(2)
    const both = await show(['-', 'shop', '--records', '-'], headerOf(loose))
    expect(both.stderr).toContain('payment and records cannot both be standard input')
  })
})

describe('once the money moved', () => {
  test('the timeout race ends as confirmed_late, and is delivered', async () => {
    await rig.chain.warpTo((await rig.chain.timestamp()) + 5)
    rig.faults.release(day.race.nonce)
    await rig.idle()
    await rig.chain.mine(3, 1)
    const { payment, exitCode } = await told('req_race')
    expect(payment).toMatchObject({
      ...{ state: 'confirmed_late', firmness: 'finalized', action: 'deliver', retry: 'DO_NOT_RETRY' },
      stateReasons: expect.arrayContaining(['MINED_AFTER_ANSWER', 'BOOKS_SAID_OTHERWISE']),
    })
    expect(exitCode).toBe(0)
    expect(payment?.life.find(({ step }) => step === 'mined')?.at).not.toBeNull()
    const byKey = await told(`${day.race.payer}:${day.race.nonce}`)
    expect(byKey.payment).toEqual(payment)
  })

  test('a reverted sibling of a used nonce is no failure: the other transaction paid', async () => {
    const { tx } = await rig.records.of(day.raced.nonce)
    const { payment, exitCode } = await told('req_raced')
    expect(payment).toMatchObject({ state: 'confirmed_late', action: 'deliver', retry: 'DO_NOT_RETRY' })
    const reverted = typeof tx === 'string' ? tx : payment?.tx
    expect((await told(String(reverted))).payment).toMatchObject({
      state: 'confirmed_late',
      nonce: day.raced.nonce,
    })
    expect(exitCode).toBe(0)
  })

  test('two authorizations in one transaction are both shown, each by its own record', async () => {
    const { payment } = await told('req_one')
    const { document } = await told(String(payment?.tx))
    expect(document.payments.map(({ nonce }) => nonce).sort()).toEqual(batch.map(({ nonce }) => nonce).sort())
    expect(document.payments.map(({ state }) => state)).toEqual(['confirmed', 'confirmed'])
  })
})

describe('when the authorizations are over', () => {
  test('past the end, but not in a finalized block: it is still waited for', async () => {
    await rig.chain.warpTo(Math.max(day.never.validBefore, day.reverted.validBefore) + 1)
    expect((await told('req_never')).payment).toMatchObject({ action: 'wait', retry: 'WAIT' })
    expect((await told('req_reverted')).payment).toMatchObject({ state: 'unresolved', retry: 'WAIT' })
  })

  test('never mined: SAFE_TO_RETRY once the end is final', async () => {
    await rig.chain.mine(5, 2)
    const { payment, exitCode } = await told('req_never')
    expect(payment).toMatchObject({ state: 'expired_unused', action: 'reject', retry: 'SAFE_TO_RETRY' })
    expect(exitCode).toBe(0)
  })

  test('reverted and never used: failed, now for good', async () => {
    expect((await told('req_reverted')).payment).toMatchObject({ state: 'failed', retry: 'SAFE_TO_RETRY' })
  })

  test('cancelled by the payer after he was served: a loss, told as one', async () => {
    const result = await told('req_cancelled')
    expect(result.payment).toMatchObject({ state: 'cancelled', retry: 'SAFE_TO_RETRY' })
    expect(codes(result)).toContain('SETTLEMENT_SERVED_UNPAID')
  })

  test('books with a wrong nonce, or an end that other books contradict, clear nothing', async () => {
    const wrong = { ...(await rig.records.of(day.good.nonce)), nonce: freshNonce(), state: 'failed' }
    writeFileSync(join(desk.folder, 'wrong.jsonl'), `${JSON.stringify(wrong)}\n`)
    const { payment } = await told('req_good', '--records', 'wrong.jsonl')
    expect(payment).toMatchObject({ state: 'unresolved', retry: 'UNKNOWN' })
    const never = await rig.records.of(day.never.nonce)
    const later = { ...never, requestId: 'req_later', validBefore: day.never.validBefore + 9000 }
    for (const [name, row] of [['never', never] as const, ['later', later] as const]) {
      writeFileSync(join(desk.folder, `${name}.jsonl`), `${JSON.stringify(row)}\n`)
    }
    const books = ['--records', 'never.jsonl', '--records', 'later.jsonl']
    expect((await told('req_never', ...books)).payment).toMatchObject({ retry: 'WAIT' })
  })

  test('a second endpoint that hides the payment never makes it safe to pay again', async () => {
    const mine = day.race.nonce.toLowerCase()
    const liar = await startLyingRpc(rig.rpcUrl, ({ topics }) => topics.includes(mine), 'everywhere')
    try {
      const { payment } = await told('req_race', '--rpc', rig.rpcUrl, '--rpc', liar.url)
      expect(payment?.retry).not.toBe('SAFE_TO_RETRY')
      const alone = await told('req_race', '--rpc', liar.url)
      expect(alone.payment?.retry).not.toBe('SAFE_TO_RETRY')
    } finally {
      await liar.close()
    }
  })

  test('a doctored header cannot make a live authorization look dead', async () => {
    const validBefore = (await rig.chain.timestamp()) + 9000
    const live = await signTransfer(accountAt(roles.firstPayer), {
      ...{ to: rig.payTo as Authorization['to'], value: 10_000n, validAfter: 0n, nonce: freshNonce() },
      validBefore: BigInt(validBefore),
    })
    const honest = await show(['-', 'shop'], headerOf(live))
    expect(JSON.parse(honest.stdout)).toMatchObject({ payments: [{ retry: 'WAIT', state: 'not_found' }] })
    const over = BigInt(day.never.validBefore - 60)
    const doctored = await show(['-', 'shop'], headerOf({ ...live, validBefore: over }))
    expect(JSON.parse(doctored.stdout)).toMatchObject({
      payments: [{ retry: 'UNKNOWN', state: 'unresolved', validBefore: null }],
      findings: expect.arrayContaining([expect.objectContaining({ code: 'SETTLEMENT_SIGNATURE_UNPROVEN' })]),
    })
  })

  test('neither can a transaction that reverts, nor another token', async () => {
    const payer = accountAt(roles.firstPayer)
    const nonce = freshNonce()
    const terms = { to: rig.payTo as Authorization['to'], value: 10_000n, validAfter: 0n, nonce }
    const over = await signTransfer(payer, { ...terms, validBefore: BigInt(day.never.validBefore - 60) })
    const tx = await rig.token.executeReverting(accountAt(roles.stranger), over)
    await rig.chain.mine(4, 1)
    expect((await told(tx)).payment).toMatchObject({ nonce, retry: 'UNKNOWN', state: 'unresolved' })
    const header = JSON.parse(Buffer.from(headerOf(over), 'base64').toString())
    header.accepted.asset = `0x${'f0'.repeat(20)}`
    const foreign = await show(['-', 'shop'], Buffer.from(JSON.stringify(header)).toString('base64'))
    expect(JSON.parse(foreign.stdout)).toMatchObject({ payments: [], exitCode: 3 })
  })

  test('without any endpoint that answers: unresolved, and said why', async () => {
    const result = await told('req_never', '--rpc', 'http://127.0.0.1:9')
    expect(result.payment).toMatchObject({ state: 'unresolved', retry: 'WAIT' })
    expect(codes(result)).toContain('SETTLEMENT_CHAIN_NOT_READ')
    expect(result.exitCode).toBe(3)
  })

  test('without the books, a saved run still knows what the name means', async () => {
    await desk.run(['reconcile', 'shop', '--since', '24h', '-o', 'json'])
    writeFileSync(join(desk.folder, 'empty.jsonl'), '')
    const { payment } = await told('req_race', '--records', 'empty.jsonl')
    expect(payment).toMatchObject({ nonce: day.race.nonce, state: 'confirmed', action: 'unknown' })
  })
})

test('find refuses what is no transaction hash before it asks anybody', async () => {
  const { payer } = day.good
  const result = await desk.run(['settlement', 'find', 'shop', '--payer', payer, '--tx', '0xab'])
  expect(result.stderr).toContain('--tx is given what is no transaction hash')
  expect(result.exitCode).toBe(2)
})

test('the screen fits in 80 columns and tells the whole life', async () => {
  const { stdout } = await desk.run(['settlement', 'show', 'req_race', 'shop'])
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  for (const step of [
    'signed',
    'verified',
    'settle asked',
    'settle answered',
    'mined',
    'final',
    'delivered',
  ]) {
    expect(stdout).toContain(step)
  }
})
