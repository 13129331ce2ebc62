import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseDocument, RunDocument } from '../../src/core/report.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { playIncident, type Truth } from '../rig/scenario.ts'
import { bothWays } from './engine/both-ways.ts'
import { type CliResult, newDesk } from './run-cli.ts'

const desk = newDesk()
let rig: Rig
let truths: readonly Truth[]
let result: CliResult
let cases: readonly CaseDocument[]
let document: RunDocument

beforeAll(async () => {
  rig = await startRig()
  truths = await playIncident(rig)
  result = await desk.run([
    ...['reconcile', 'mainnet', '--since', '24h', '-o', 'json', '--cases', 'cases.ndjson'],
    ...['--records', rig.recordsFile, '--rpc', rig.rpcUrl, '--pay-to', rig.payTo],
  ])
  document = JSON.parse(result.stdout) as RunDocument
  cases = readFileSync(join(desk.folder, 'cases.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CaseDocument)
})

afterAll(async () => {
  await rig?.stop()
  desk.remove()
})

function caseOf(truth: Truth): CaseDocument | undefined {
  if (truth.nonce !== null) {
    return cases.find((item) => item.nonce === truth.nonce && item.payer === truth.payer)
  }
  return cases.find((item) =>
    truth.requestId === null ? item.tx === truth.tx : item.requestIds.includes(truth.requestId),
  )
}

describe('a bad day, reconciled from the records the servers wrote', () => {
  test('every payment gets the class it deserves', () => {
    const told = truths.map((truth) => [truth.what, caseOf(truth)?.code ?? 'no case'])
    expect(told).toEqual(truths.map((truth) => [truth.what, truth.expectedCode]))
  })

  test('nothing is reported that did not happen', () => {
    const known = new Set(truths.map((truth) => caseOf(truth)?.caseId))
    expect(cases.filter((item) => !known.has(item.caseId) && item.code !== 'OUT_OF_WINDOW')).toEqual([])
  })

  test('the money that moved is the money on the chain', () => {
    const moved = cases.filter((item) => item.moneyMoved === true && item.payTo === rig.payTo.toLowerCase())
    const sum = moved.reduce((total, item) => total + BigInt(item.amountAtomic ?? '0'), 0n)
    const received = truths
      .filter(({ expectedCode }) => !['PHANTOM_SETTLEMENT', 'REVERTED_SETTLEMENT'].includes(expectedCode))
      .filter(({ expectedCode }) => !['CANCELLED_AFTER_SERVICE', 'NO_CHARGE', 'OPEN'].includes(expectedCode))
      .filter(({ expectedCode }) => !['REFUND_WITHOUT_PAYMENT', 'RECIPIENT_MISMATCH'].includes(expectedCode))
      .filter(({ expectedCode }) => expectedCode !== 'INVALID_RECORD')
      .reduce((total, truth) => total + truth.amountAtomic, 0n)
    expect(sum).toBe(received)
  })

  test('the run is complete and says 1', () => {
    expect(result.stderr).toBe('')
    expect(result.exitCode).toBe(1)
    expect(document.complete).toBe(true)
    expect(document.verdict).toBe('FAIL')
  })

  test('a run that sieves what is plain tells the same', async () => {
    const books = ['--records', rig.recordsFile, '--pay-to', rig.payTo]
    const until = new Date().toISOString()
    const since = new Date(Date.now() - 86_400_000).toISOString()
    const line = ['reconcile', 'mainnet', '--since', since, '--until', until, ...books]
    const { sieved, held, counted } = await bothWays(line, rig.rpcUrl)
    expect(counted).toBeGreaterThan(0)
    expect(sieved).toBe(held)
  })

  test('the same run again gives the same cases', async () => {
    const again = await desk.run([
      ...['reconcile', 'mainnet', '--since', '24h', '-q', '--cases', 'again.ndjson'],
      ...['--records', rig.recordsFile, '--rpc', rig.rpcUrl, '--pay-to', rig.payTo],
    ])
    expect(again.exitCode).toBe(1)
    expect(readFileSync(join(desk.folder, 'again.ndjson'), 'utf8')).toBe(
      readFileSync(join(desk.folder, 'cases.ndjson'), 'utf8'),
    )
  })
})
