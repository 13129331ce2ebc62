import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CaseDocument, RunDocument } from '../../src/core/report.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { type CliResult, newDesk } from './run-cli.ts'
import { casesIn, documentOf } from './small-day.ts'

let rig: Rig
let desk: ReturnType<typeof newDesk>

beforeEach(async () => {
  rig = await startRig()
  desk = newDesk()
})

afterEach(async () => {
  await rig?.stop()
  desk.remove()
})

type Told = {
  readonly result: CliResult
  readonly document: RunDocument
  readonly cases: readonly CaseDocument[]
}

/** Reconciles what is there now; the books are copied first, as a log is shipped. */
async function reconcile(...more: readonly string[]): Promise<Told> {
  writeFileSync(join(desk.folder, 'pay.jsonl'), readFileSync(rig.recordsFile))
  const since = more.includes('--since') ? [] : ['--since', '24h']
  const result = await desk.run([
    ...['reconcile', 'mainnet', ...since, '-o', 'json', '--cases', 'cases.ndjson'],
    ...['--records', 'pay.jsonl', '--rpc', rig.rpcUrl, '--pay-to', rig.payTo, ...more],
  ])
  if (result.stdout === '') throw new Error(result.stderr)
  return { result, document: documentOf(result), cases: casesIn(join(desk.folder, 'cases.ndjson')) }
}

const codes = ({ cases }: Told) => cases.map(({ code }) => code)
const memoryFile = (name: string) => join(desk.folder, 'x402ops', 'mainnet', name)
const remembered = () =>
  (JSON.parse(readFileSync(memoryFile('settlements.json'), 'utf8')) as { settlements: readonly object[] })
    .settlements

/** What is mined lies in the past of a window only when the clock has passed it. */
async function untilNow(at?: number): Promise<void> {
  const mined = at ?? (await rig.chain.timestamp())
  await new Promise((done) => setTimeout(done, Math.max(0, (mined + 1) * 1000 - Date.now())))
}

describe('a settlement that the chain takes back', () => {
  test('is withdrawn by the next run, under the same id, with both hashes; and again the day after', async () => {
    await rig.pay({ requestId: 'req_taken' })
    await rig.idle()
    await rig.chain.mine(1)
    await untilNow()
    const first = await reconcile()
    expect(codes(first)).toEqual(['MATCHED'])
    expect(remembered()).toHaveLength(1)
    expect(statSync(memoryFile('settlements.json')).mode & 0o777).toBe(0o600)
    const before = first.cases[0] as CaseDocument

    await rig.chain.reorg(3)
    await rig.chain.dropPending()
    await rig.chain.mine(4)
    await untilNow()
    const second = await reconcile()
    expect(codes(second)).toEqual(['REVERSED_BY_REORG'])
    expect(second.result.exitCode).toBe(1)
    const after = second.cases[0] as CaseDocument
    expect(after).toMatchObject({
      caseId: before.caseId,
      tx: before.tx,
      moneyMoved: null,
      requestIds: ['req_taken'],
    })
    const evidence = JSON.stringify(after.facts.evidence)
    expect(evidence).toContain(String(before.facts.blockHash))
    const now = await rig.chain.rpc<{ hash: string }>('eth_getBlockByNumber', [
      `0x${(before.block ?? 0).toString(16)}`,
      false,
    ])
    expect(evidence).toContain(now.hash)
    expect(now.hash).not.toBe(before.facts.blockHash)

    const third = await reconcile()
    expect(third.cases).toEqual(second.cases)
    expect(third.document.findings.map(({ id }) => id)).toEqual(second.document.findings.map(({ id }) => id))
  })

  test('and mines again elsewhere stays one payment, and is said to have moved', async () => {
    // anvil_reorg forgets the code that the rig placed, and then nothing can be paid any more.
    const fork = await rig.chain.snapshot()
    await rig.pay({ requestId: 'req_moved' })
    await rig.idle()
    await rig.chain.mine(1)
    await untilNow()
    const first = await reconcile()
    expect(codes(first)).toEqual(['MATCHED'])
    const [before] = first.cases
    const raw = await rawTransaction(String(before?.tx))

    await rig.chain.revertTo(fork)
    await rig.chain.mine(2)
    await rig.chain.rpc('eth_sendRawTransaction', [raw])
    await rig.chain.mine(4)
    await untilNow()
    const second = await reconcile()
    expect(codes(second)).toEqual(['MATCHED'])
    const [after] = second.cases
    expect(after?.caseId).toBe(before?.caseId)
    expect(after?.tx).toBe(before?.tx)
    expect(after?.block).not.toBe(before?.block)
    expect(JSON.stringify(after?.facts.evidence)).toContain(String(before?.facts.blockHash))
    expect(second.document.findings.map(({ code }) => code)).toContain('RECONCILE_PAYMENT_MOVED')
    const third = await reconcile()
    expect(codes(third)).toEqual(['MATCHED'])
    expect(remembered()).toEqual([])
  })

  test('without a record of it is withdrawn as well', async () => {
    const old = await rig.pay({ requestId: 'req_old' })
    await rig.idle()
    await rig.payUnrecorded()
    await rig.chain.mine(1)
    await untilNow()
    const first = await reconcile()
    expect([...codes(first)].sort()).toEqual(['MATCHED', 'UNRECORDED_RECEIPT'])
    const lost = first.cases.find(({ code }) => code === 'UNRECORDED_RECEIPT')
    await rig.chain.reorg(2)
    await rig.chain.dropPending()
    await rig.chain.mine(4)
    await untilNow()
    const second = await reconcile()
    expect(second.cases.map(({ caseId, code, nonce }) => [code, nonce === old.nonce || caseId])).toEqual(
      second.cases.map(({ nonce }) =>
        nonce === old.nonce ? ['MATCHED', true] : ['REVERSED_BY_REORG', lost?.caseId],
      ),
    )
    expect(second.cases).toHaveLength(2)
  })

  test('with the window of the next run behind it is withdrawn all the same', async () => {
    await rig.pay({ requestId: 'req_old' })
    await rig.idle()
    await rig.chain.mine(1)
    await untilNow()
    expect(codes(await reconcile())).toEqual(['MATCHED'])
    await rig.chain.reorg(3)
    await rig.chain.dropPending()
    await rig.chain.mine(4)
    await untilNow()
    const { cases, document } = await reconcile('--since', '1s')
    expect(cases.map(({ code }) => code)).toEqual(['REVERSED_BY_REORG'])
    expect(document.verdict).toBe('FAIL')
  })

  test('is read with --no-save, and nothing is written', async () => {
    await rig.pay({ requestId: 'req_taken' })
    await rig.idle()
    await rig.chain.mine(1)
    await untilNow()
    await reconcile()
    await rig.chain.reorg(3)
    await rig.chain.dropPending()
    await rig.chain.mine(4)
    await untilNow()
    const before = readFileSync(memoryFile('settlements.json'), 'utf8')
    expect(codes(await reconcile('--no-save'))).toEqual(['REVERSED_BY_REORG'])
    expect(readFileSync(memoryFile('settlements.json'), 'utf8')).toBe(before)
  })
})

/** The signed bytes of a transaction, as the pool would hand them on after a reorganisation. */
async function rawTransaction(tx: string): Promise<string> {
  return rig.chain.rpc<string>('eth_getRawTransactionByHash', [tx])
}

describe('the same orphan', () => {
  test('has the same id tomorrow, and last goes on where the complete run ended', async () => {
    const late = await rig.pay({ requestId: 'req_late', fault: 'timeout-then-confirm', hold: true })
    rig.faults.release(late.nonce)
    await rig.idle()
    const mined = await rig.chain.timestamp()
    await rig.chain.warpTo(late.validBefore + 30)
    await rig.chain.mine(5, 2)
    await untilNow(mined)
    const today = await reconcile()
    expect(codes(today)).toEqual(['ORPHANED_PAYMENT'])
    const marks = JSON.parse(readFileSync(memoryFile('watermarks.json'), 'utf8')) as {
      watermarks: readonly { until: string; runId: string }[]
    }
    expect(marks.watermarks).toMatchObject([
      { until: today.document.window?.to, runId: today.document.runId },
    ])
    const tomorrow = await reconcile('--since', 'last')
    expect(tomorrow.cases.map(({ caseId, code }) => [caseId, code])).toEqual(
      today.cases.map(({ caseId, code }) => [caseId, code]),
    )
    const ids = ({ document }: Told) => document.findings.map(({ id }) => id)
    expect(ids(tomorrow)).toEqual(ids(today))
    const same = await desk.run(['diff', 'last~1', 'last'])
    expect(same.stdout).toContain('the runs say the same')
    expect(same.exitCode).toBe(0)
  })
})
