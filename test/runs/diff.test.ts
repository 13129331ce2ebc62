import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CaseDocument } from '../../src/core/report.ts'
import type { Verdict } from '../../src/core/verdict.ts'
import { diffRuns } from '../../src/runs/diff.ts'
import type { SavedRun } from '../../src/runs/run.ts'
import { aCase, aFinding, aRun, at, verdictOf } from './diff-runs.ts'

const only = (first: SavedRun, second: SavedRun) =>
  diffRuns(first, second).differences.map(({ id, change, before, after }) => [
    id,
    change,
    before?.code ?? null,
    after?.code ?? null,
  ])

describe('payments', () => {
  test.each([
    ['the same', ['MATCHED'], ['MATCHED'], []],
    ['new and wrong', [], ['ORPHANED_PAYMENT'], [['a', 'new', null, 'ORPHANED_PAYMENT']]],
    ['new and fine', [], ['MATCHED'], [['a', 'new', null, 'MATCHED']]],
    ['worse', ['MATCHED'], ['REVERSED_BY_REORG'], [['a', 'changed', 'MATCHED', 'REVERSED_BY_REORG']]],
    ['decided', ['PENDING_FINALITY'], ['MATCHED'], [['a', 'changed', 'PENDING_FINALITY', 'MATCHED']]],
    ['now fine', ['ORPHANED_PAYMENT'], ['REFUNDED'], [['a', 'resolved', 'ORPHANED_PAYMENT', 'REFUNDED']]],
    [
      'wrong in another way',
      ['ORPHANED_PAYMENT'],
      ['REFUND_MISSING'],
      [['a', 'changed', 'ORPHANED_PAYMENT', 'REFUND_MISSING']],
    ],
    [
      'waiting is not fine',
      ['INDETERMINATE'],
      ['PENDING_FINALITY'],
      [['a', 'changed', 'INDETERMINATE', 'PENDING_FINALITY']],
    ],
    ['gone', ['UNRECORDED_RECEIPT'], [], [['a', 'resolved', 'UNRECORDED_RECEIPT', null]]],
    ['a match that is gone', ['MATCHED'], [], [['a', 'gone', 'MATCHED', null]]],
    [
      'left to another run is not resolved',
      ['ORPHANED_PAYMENT'],
      ['OUT_OF_WINDOW'],
      [['a', 'not-looked-at', 'ORPHANED_PAYMENT', null]],
    ],
  ])('%s', (_name, before, after, expected) => {
    const run = (codes: readonly string[]) => aRun({ cases: codes.map((code) => aCase('a', code)) })
    expect(only(run(before), run(after))).toEqual(expected)
  })

  test('outside of the second window are not looked at, never resolved', () => {
    const first = aRun({ cases: [aCase('a', 'ORPHANED_PAYMENT', 2), aCase('b', 'MATCHED', 2)] })
    const second = aRun({ from: 5, to: 10 })
    const { differences, beyond } = diffRuns(first, second)
    expect(differences.map(({ id, change }) => [id, change])).toEqual([['a', 'not-looked-at']])
    expect(beyond).toBe(1)
  })

  test('outside of the first window are marked when they are wrong, and counted when not', () => {
    const first = aRun({ from: 0, to: 5 })
    const second = aRun({ cases: [aCase('a', 'ORPHANED_PAYMENT', 7), aCase('b', 'MATCHED', 7)] })
    const { differences, beyond } = diffRuns(first, second)
    expect(differences).toMatchObject([{ id: 'a', change: 'new', outsideFirst: true }])
    expect(beyond).toBe(1)
  })

  test('without a time belong to every window', () => {
    const first = aRun({ cases: [aCase('a', 'INVALID_RECORD', null)] })
    expect(only(first, aRun({ from: 5, to: 6 }))).toEqual([['a', 'resolved', 'INVALID_RECORD', null]])
  })

  test('that a run with gaps, or with other books, does not know are not resolved by it', () => {
    const first = aRun({ cases: [aCase('a', 'UNRECORDED_RECEIPT')] })
    const holes = aRun({ gaps: [{ what: 'blocks', why: 'rate limit' }] })
    const others = aRun({ target: 'other books' })
    for (const second of [holes, others]) {
      expect(only(first, second)).toEqual([['a', 'not-looked-at', 'UNRECORDED_RECEIPT', null]])
    }
  })

  test('that match may be left out of a large run', () => {
    const first = aRun({ cases: [aCase('a', 'MATCHED'), aCase('b', 'ORPHANED_PAYMENT')] })
    const large = aRun({ cases: [aCase('b', 'ORPHANED_PAYMENT')], matched: 120_000 })
    expect(diffRuns(first, large)).toMatchObject({ differences: [], unchanged: 2 })
    expect(diffRuns(large, first)).toMatchObject({ differences: [], unchanged: 2 })
  })

  test('are not called unknown by a run that keeps some of those that match and counts the others', () => {
    const one = aRun({ cases: ['a', 'b', 'c'].map((id) => aCase(id, 'MATCHED')) })
    const sieved = aRun({ cases: [aCase('b', 'MATCHED')], matched: 3 })
    expect(diffRuns(one, sieved)).toMatchObject({ differences: [], unchanged: 3 })
    expect(diffRuns(sieved, one)).toMatchObject({ differences: [], unchanged: 3 })
    const waiting = aRun({ cases: [aCase('a', 'PENDING_FINALITY'), aCase('c', 'ORPHANED_PAYMENT')] })
    const decided = diffRuns(waiting, sieved).differences
    expect(decided.map(({ id, change, maybeMatched }) => [id, change, maybeMatched])).toEqual([
      ['a', 'resolved', true],
      ['b', 'new', false],
      ['c', 'resolved', true],
    ])
    const worse = diffRuns(sieved, aRun({ cases: [aCase('a', 'ORPHANED_PAYMENT'), aCase('b', 'MATCHED')] }))
    expect(worse.differences.map(({ change, maybeMatched }) => [change, maybeMatched])).toEqual([
      ['new', true],
    ])
  })
})

describe('findings', () => {
  const slow = aFinding('LATENCY_HIGH', 'WARN', 'latency')
  const rows = (verdict: Verdict) => [{ id: 'latency', verdict }]

  test('are new, changed, resolved, or the same', () => {
    const quiet = aRun({ checks: rows('PASS') })
    const loud = aRun({ findings: [slow], checks: rows('WARN') })
    const worse = aRun({ findings: [{ ...slow, verdict: 'FAIL' }], checks: rows('FAIL') })
    expect(only(quiet, loud)).toEqual([[slow.id, 'new', null, 'LATENCY_HIGH']])
    expect(only(loud, worse)).toEqual([[slow.id, 'changed', 'LATENCY_HIGH', 'LATENCY_HIGH']])
    expect(only(loud, quiet)).toEqual([[slow.id, 'resolved', 'LATENCY_HIGH', null]])
    expect(diffRuns(loud, loud)).toMatchObject({ differences: [], unchanged: 1 })
  })

  test('are not resolved by a run whose check gave no answer', () => {
    const loud = aRun({ findings: [slow], checks: rows('WARN') })
    for (const checks of [rows('UNKNOWN'), rows('SKIP'), []]) {
      expect(only(loud, aRun({ checks }))).toEqual([[slow.id, 'not-looked-at', 'LATENCY_HIGH', null]])
    }
  })

  test('stand for the payments when a printed report holds none', () => {
    const lost = {
      ...aFinding('ORPHANED_PAYMENT', 'FAIL', 'lost'),
      subject: { kind: 'case', id: 'a' },
    } as const
    const printed = { ...aRun({ findings: [lost], checks: [{ id: 'lost', verdict: 'FAIL' }], matched: 3 }) }
    const saved = aRun({ cases: [aCase('b', 'MATCHED')], checks: [{ id: 'lost', verdict: 'PASS' }] })
    const diff = diffRuns(printed, saved)
    expect(diff.casesCompared).toBe(false)
    expect(diff.differences.map(({ change }) => change)).toEqual(['resolved'])
  })
})

const codes = ['MATCHED', 'ORPHANED_PAYMENT', 'PENDING_FINALITY', 'UNRECORDED_RECEIPT', 'OPEN', 'REFUNDED']
const cases = fc
  .uniqueArray(fc.tuple(fc.nat(30), fc.constantFrom(...codes), fc.nat(9)), { selector: ([n]) => n })
  .map((list): readonly CaseDocument[] => list.map(([n, code, hour]) => aCase(`c${n}`, code, hour)))
const runs = fc
  .record({ cases, from: fc.nat(5), length: fc.nat(5), gap: fc.boolean() })
  .map(({ cases: list, from, length, gap }) =>
    aRun({
      ...{ from, to: from + length, gaps: gap ? [{ what: 'blocks', why: 'rate limit' }] : [] },
      cases: list.filter(({ facts }) => Number(facts.receivedAt) >= Date.parse(at(from))),
    }),
  )

describe('for any two runs', () => {
  test('a run does not differ from itself, in any order of its payments', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const turned = { ...run, cases: [...run.cases].reverse() }
        expect(diffRuns(run, turned)).toMatchObject({ differences: [], unchanged: run.cases.length })
      }),
    )
  })

  test('every payment is told exactly once', () => {
    fc.assert(
      fc.property(runs, runs, (first, second) => {
        const ids = new Set([...first.cases, ...second.cases].map(({ caseId }) => caseId))
        const { differences, unchanged, beyond, casesCompared } = diffRuns(first, second)
        if (!casesCompared) return
        expect(differences.length + unchanged + beyond).toBe(ids.size)
        expect(new Set(differences.map(({ id }) => id)).size).toBe(differences.length)
      }),
    )
  })

  test('nothing is called resolved that the second run did not see to be so', () => {
    fc.assert(
      fc.property(runs, runs, (first, second) => {
        for (const { change, after, item } of diffRuns(first, second).differences) {
          if (change !== 'resolved') continue
          if (after !== null) expect(verdictOf(after.code)).not.toBe('FAIL')
          else {
            const time = Number(item?.facts.receivedAt)
            const { window, gaps } = second.document
            expect(gaps).toEqual([])
            expect(time >= Date.parse(window?.from ?? '') && time <= Date.parse(window?.to ?? '')).toBe(true)
          }
        }
      }),
    )
  })
})
