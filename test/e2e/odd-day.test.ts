import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseDocument, RunDocument } from '../../src/core/report.ts'
import { type OddTruth, playOddDay } from '../rig/odd-day.ts'
import { type Rig, startRig } from '../rig/rig.ts'
import { newDesk } from './run-cli.ts'
import { casesIn } from './small-day.ts'

const desk = newDesk()
let rig: Rig
let truths: readonly OddTruth[]
let cases: readonly CaseDocument[]
let document: RunDocument
let screen: string

beforeAll(async () => {
  rig = await startRig()
  truths = await playOddDay(rig)
  const args = ['--records', rig.recordsFile, '--rpc', rig.rpcUrl, '--pay-to', rig.payTo]
  const json = await desk.run([
    ...['reconcile', 'mainnet', '--since', '24h', '-o', 'json', '--cases', 'cases.ndjson'],
    ...args,
  ])
  document = JSON.parse(json.stdout) as RunDocument
  cases = casesIn(join(desk.folder, 'cases.ndjson'))
  screen = (await desk.run(['reconcile', 'mainnet', '--since', '24h', ...args])).stdout
})

afterAll(async () => {
  await rig?.stop()
  desk.remove()
})

function caseOf({ payer, nonce, requestId }: OddTruth): CaseDocument | undefined {
  return cases.find((item) =>
    requestId === null ? item.nonce === nonce && item.payer === payer : item.requestIds.includes(requestId),
  )
}

describe('good payments, odd books', () => {
  test('every payment gets the class it deserves', () => {
    const told = truths.map((truth) => [truth.what, caseOf(truth)?.code ?? 'no case'])
    expect(told).toEqual(truths.map((truth) => [truth.what, truth.expectedCode]))
  })

  test('and the flags beside it', () => {
    const missing = truths.flatMap((truth) =>
      (truth.flags ?? [])
        .filter((flag) => caseOf(truth)?.flags.includes(flag) !== true)
        .map((flag) => `${truth.what}: ${flag}`),
    )
    expect(missing).toEqual([])
  })

  test('nothing is reported that did not happen', () => {
    const known = new Set(truths.map((truth) => caseOf(truth)?.caseId))
    expect(cases.filter((item) => !known.has(item.caseId)).map(({ code }) => code)).toEqual([])
  })

  test('what stands beside the classes speaks by itself', () => {
    const own = document.findings
      .filter(({ check }) => check === 'flags')
      .map(({ code, verdict }) => [code, verdict])
    expect(own.sort()).toEqual([
      ['RECONCILE_PAYMENT_RESPONSE_MISSING', 'FAIL'],
      ['RECONCILE_POSSIBLE_DUPLICATE', 'WARN'],
      ['RECONCILE_RECORDS_DIFFER', 'WARN'],
      ['RECONCILE_RECORDS_DIFFER', 'WARN'],
    ])
  })

  test('the screen says when the routes settle, and how that is known', () => {
    expect(screen.replace(/\s+/g, ' ')).toContain(
      'settles after the work (assumed: neither configured nor visible in the records): /by-hand',
    )
  })
})
