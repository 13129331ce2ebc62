import { describe, expect, test } from 'vitest'
import { bookFacts } from '../../src/alerts/book-facts.ts'
import { catalog } from '../../src/alerts/catalog.ts'
import { explanations } from '../../src/alerts/explain-catalog.ts'
import type { AlertsSeen } from '../../src/alerts/facts.ts'
import { alerts, expectAlerts } from '../../src/alerts/room.ts'
import { rules } from '../../src/alerts/rules-catalog.ts'
import { runFacts } from '../../src/alerts/run-facts.ts'
import { savedLooks } from '../../src/alerts/saved.ts'
import { freeze, unfreeze } from '../../src/core/json.ts'
import type { Profile } from '../../src/core/profile.ts'
import type { CaseDocument, RunDocument } from '../../src/core/report.ts'
import { judgeRoom } from '../../src/core/run-room.ts'
import { at, noPage, page } from './facts.ts'

const network = 'eip155:8453'
const asset = `0x${'c3'.repeat(20)}`
const now = at(7200)
const decimals = new Map([[`${network}/${asset}`, 6]])
const question = { at: now, deployAt: Date.parse(at(3600)), decimals, counted: 0 }

/** A payment received at a second, answered with a status. */
function payment(second: number, facts: Partial<CaseDocument> = {}): CaseDocument {
  return {
    schema: 'x402ops.case/v1',
    ...{ caseId: `case-${second}`, code: 'MATCHED', verdict: 'PASS', recordIds: [], requestIds: [] },
    ...{ network, asset, payTo: null, payer: '0xa1', nonce: null, tx: null, logIndex: null, block: null },
    ...{ amountAtomic: '10000', responseStatus: 200, moneyMoved: true, flags: [], candidates: [] },
    facts: { receivedAt: Date.parse(at(second)) },
    ...facts,
  }
}

const many = (from: number, count: number, facts: Partial<CaseDocument> = {}) =>
  Array.from({ length: count }, (_item, index) => payment(from + index, facts))

describe('what the books tell', () => {
  test('a payer who settled and is limited, once however often; a stranger who is limited is not', () => {
    const limited = { responseStatus: 429, moneyMoved: false, code: 'NO_CHARGE' } as const
    const stranger = payment(9, { ...limited, payer: '0xb2' })
    expect(bookFacts([payment(1), stranger], question).limitedPayers.value).toBe(0)
    const hit = [payment(1), payment(5, limited), payment(6, limited), stranger]
    expect(bookFacts(hit, question).limitedPayers.value).toBe(1)
  })

  test('errors that began at the deploy, by the smaller side', () => {
    const cases = [...many(0, 30), ...many(3600, 20), ...many(3700, 5, { responseStatus: 500 })]
    expect(bookFacts(cases, question).errorRiseSinceDeploy).toMatchObject({ value: 20, of: 25 })
    const always = [...many(0, 10, { responseStatus: 500 }), ...many(3600, 10, { responseStatus: 500 })]
    expect(bookFacts(always, question).errorRiseSinceDeploy).toMatchObject({ value: 0, of: 10 })
  })

  test('the second of the deploy is after it', () => {
    const cases = [...many(3580, 20), payment(3600, { responseStatus: 500 })]
    expect(bookFacts(cases, question).errorRiseSinceDeploy).toMatchObject({ value: 100, of: 1 })
  })

  test("payments that a run only counts may have been anybody's and at any time: a number has bounds, or is not known", () => {
    const limited = { responseStatus: 429, moneyMoved: false, code: 'NO_CHARGE', payer: '0xb2' } as const
    const failing = many(3700, 5, { responseStatus: 500 })
    const told = bookFacts([payment(1), payment(5, limited), ...failing], { ...question, counted: 95 })
    expect(told.limitedPayers).toMatchObject({ value: 0, upTo: 1, of: 1, more: 95 })
    // All of them after the deploy: 5 of 100; all before it: 5 of 5.
    expect(told.errorRiseSinceDeploy).toMatchObject({ value: 5, upTo: 100, more: 95 })
    expect(told.largestAmount).toMatchObject({ value: 1, upTo: null })
    const why = '95 payments that match are only counted'
    expect([told.newPayers, told.spike]).toEqual([
      { value: null, of: 0, why },
      { value: null, of: 0, why },
    ])
  })

  test('receipts without a record count only when there was none before', () => {
    const lost = { code: 'UNRECORDED_RECEIPT', responseStatus: null } as const
    const later = [...many(0, 25), ...many(4000, 2, lost)]
    expect(bookFacts(later, question).unrecordedSinceDeploy).toMatchObject({ value: 2, of: 25 })
    expect(bookFacts([...later, payment(5, lost)], question).unrecordedSinceDeploy.value).toBe(0)
  })

  test('without a question about a deploy there is no answer, without times it is unknown', () => {
    expect(bookFacts([payment(1)], { ...question, deployAt: null }).errorRiseSinceDeploy).toMatchObject({
      value: null,
      why: '',
    })
    expect(bookFacts([payment(1, { facts: {} })], question).errorRiseSinceDeploy).toMatchObject({
      value: null,
      why: 'no payment tells its time',
    })
  })

  test('the largest payment is rounded up, so that just over a limit is over it', () => {
    const of = (amountAtomic: string) =>
      bookFacts([payment(1, { amountAtomic })], question).largestAmount.value
    expect([of('100000000'), of('100000001'), of('1')]).toEqual([100, 101, 1])
    expect(bookFacts([payment(1, { amountAtomic: '9', asset: 'other' })], question).largestAmount.value).toBe(
      0,
    )
  })

  test('who pays for the first time in the last hour, and how much faster payments come', () => {
    const cases = [...many(0, 3), payment(7000, { payer: '0xnew' })]
    expect(bookFacts(cases, question).newPayers.value).toBe(1)
    const steady = Array.from({ length: 12 }, (_item, index) => payment(index * 600))
    expect(bookFacts(steady, question).spike.value).toBeCloseTo(1, 0)
    expect(bookFacts([...steady, ...many(6601, 11)], question).spike.value).toBeGreaterThan(5)
  })
})

const document = (facts: Partial<RunDocument>) =>
  ({ finishedAt: now, checks: [], findings: [], totals: [], gaps: [], ...facts }) as unknown as RunDocument
const row = (room: string, verdict: string) => ({
  id: room,
  room,
  verdict,
  question: '',
  text: '',
  elapsedMs: null,
})

describe('what a saved run tells', () => {
  test('a room with an open question, or a run with a gap, has not all its answers', () => {
    const checks = [
      row('matrix', 'PASS'),
      row('rpc', 'UNKNOWN'),
      row('probe', 'SKIP'),
    ] as RunDocument['checks']
    expect(runFacts(document({ checks })).rooms).toEqual({ matrix: 'answered', rpc: 'open' })
    const gaps = [{ what: 'x', why: 'y' }]
    expect(runFacts(document({ checks, gaps })).rooms.matrix).toBe('open')
  })

  test('classes of payments are counted over all tokens, and only where a window was reconciled', () => {
    const totals = [
      { name: 'orphaned_payment', count: 2 },
      { name: 'orphaned_payment', count: 1 },
    ]
    const checks = [row('reconcile', 'FAIL')] as RunDocument['checks']
    const window = { from: now, to: now, blocks: {} }
    const run = { checks, totals: totals as unknown as RunDocument['totals'], window }
    expect(runFacts(document(run)).classes).toEqual({ orphaned_payment: 3 })
    expect(runFacts(document({ checks })).classes).toBeNull()
  })
})

describe('the room', () => {
  const expected = expectAlerts({ thresholds: {} } as Profile)
  const seen = (facts: Partial<AlertsSeen>): AlertsSeen => ({
    at: now,
    page: null,
    runs: [],
    books: null,
    earlier: {},
    ...facts,
  })
  const bad = (seconds: number) => page(seconds, { counted: { paymentsFailed: 30, payments: 100 } })

  test('every rule has one code of its own, words, and an explanation', () => {
    const codes = Object.values(rules).map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    expect(Object.keys(catalog)).toEqual(codes)
    expect(Object.keys(explanations)).toEqual(codes)
  })

  test('every code is reached, and what was seen is judged alike again', () => {
    const one = seen({ page: bad(0) })
    const { findings } = judgeRoom(alerts, one, expected)
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(Object.keys(catalog)))
    expect(judgeRoom(alerts, unfreeze(freeze(one)) as AlertsSeen, expected).findings).toEqual(findings)
  })

  test('what it says of a rule that fires, of one that waits, and of one without numbers', () => {
    const earlier = savedLooks(seen({ page: bad(0) }), expected, new Date(at(60)))
    const { findings } = judgeRoom(alerts, seen({ page: bad(60), earlier }), expected)
    const said = (code: string) => findings.find((one) => one.code === code)
    expect(said('ALERT_FAILURE_RATE')).toMatchObject({
      verdict: 'FAIL',
      text: 'payments that failed: 30 % of 100; over 10 % since 2026-11-21 07:00:00Z, in 2 windows.',
      args: { rule: 'failure-rate', state: 'firing', level: 'fail' },
    })
    expect(said('ALERT_PENDING')).toMatchObject({ verdict: 'SKIP', text: 'nothing tells this number' })
    const first = judgeRoom(alerts, seen({ page: bad(0) }), expected).findings
    expect(first.find(({ code }) => code === 'ALERT_FAILURE_RATE')).toMatchObject({
      verdict: 'INFO',
      text: 'payments that failed: 30 % of 100; over 10 % in one window (2026-11-21 07:00:00Z); a second one decides.',
    })
    const blind = judgeRoom(alerts, seen({ page: noPage(60), earlier }), expected).findings
    expect(blind.find(({ code }) => code === 'ALERT_FAILURE_RATE')).toMatchObject({ verdict: 'UNKNOWN' })
  })

  test('of a damaged run nothing is kept, and nothing of one that lies in the future', () => {
    for (const damaged of [null, {}, { page: 1, runs: null }, { earlier: { latency: 'x' }, runs: [] }]) {
      expect(Object.values(savedLooks(damaged, expected, new Date(now))).flat()).toEqual([])
    }
    const future = savedLooks(seen({ page: bad(60) }), expected, new Date(at(0)))
    expect(future['failure-rate']).toEqual([])
    const old = savedLooks(seen({ page: bad(0) }), expected, new Date(at(27 * 3600)))
    expect(old['failure-rate']).toEqual([])
  })
})
