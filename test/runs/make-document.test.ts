import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CheckRow } from '../../src/core/report.ts'
import { type Counts, countVerdicts, type Verdict, verdicts } from '../../src/core/verdict.ts'
import { exitCodeOf } from '../../src/runs/exit-code.ts'
import { makeDocument, type RunFacts } from '../../src/runs/make-document.ts'
import { parseDocument } from '../../src/runs/parse-document.ts'
import { countsText, secondsText } from '../../src/runs/summary.ts'
import { finding } from '../render/sample.ts'

const facts: RunFacts = {
  version: '0.1.0',
  runId: '20261121T074002Z-matrix-k3f9',
  command: 'matrix',
  profile: 'mainnet',
  target: null,
  startedAt: new Date(0),
  finishedAt: new Date(1000),
  gaps: [],
  checks: [],
  findings: [],
  failOn: 'fail',
}
const row = (verdict: Verdict, id = 'a'): CheckRow => ({
  id,
  question: '?',
  verdict,
  text: '',
  room: 'r',
  elapsedMs: 1,
})

describe('the exit code', () => {
  test.each([
    [['PASS'], 'fail', true, 0],
    [['WARN'], 'fail', true, 0],
    [['WARN'], 'warn', true, 1],
    [['FAIL'], 'fail', true, 1],
    [['FAIL'], 'never', true, 0],
    [['FAIL', 'UNKNOWN'], 'fail', false, 1],
    [['FAIL', 'UNKNOWN'], 'never', false, 3],
    [['UNKNOWN'], 'fail', true, 3],
    [['UNKNOWN'], 'never', true, 3],
    [['PASS'], 'never', false, 3],
    [['WARN', 'UNKNOWN'], 'warn', false, 1],
    [['SKIP'], 'fail', true, 0],
    [[], 'fail', true, 0],
  ] as const)('%j with --fail-on %s, complete %s: %i', (list, failOn, complete, code) => {
    expect(exitCodeOf({ counts: countVerdicts(list), failOn, complete })).toBe(code)
  })

  test('is never 0 when an answer is missing or, unless hidden, something failed', () => {
    const counts = fc.record(Object.fromEntries(verdicts.map((verdict) => [verdict, fc.nat(3)])))
    fc.assert(
      fc.property(
        counts,
        fc.constantFrom('fail', 'warn', 'never'),
        fc.boolean(),
        (some, failOn, complete) => {
          const code = exitCodeOf({ counts: some as Counts, failOn, complete })
          if (!complete || some.UNKNOWN! > 0) expect(code).not.toBe(0)
          if (some.FAIL! > 0 && failOn !== 'never') expect(code).toBe(1)
          if (failOn === 'never') expect(code).not.toBe(1)
        },
      ),
    )
  })
})

describe('the document', () => {
  test('counts checks, and findings that belong to no listed check', () => {
    const document = makeDocument({
      ...facts,
      checks: [row('PASS', 'a'), row('FAIL', 'pay-to')],
      findings: [finding, { ...finding, check: 'other', verdict: 'WARN' }],
    })
    expect(document.counts).toEqual({ FAIL: 1, UNKNOWN: 0, WARN: 1, PASS: 1, INFO: 0, SKIP: 0 })
    expect([document.verdict, document.exitCode, document.complete]).toEqual(['FAIL', 1, true])
  })
  test('a gap, an unknown answer or an unfinished run is incomplete and never better than UNKNOWN', () => {
    const gaps = [{ what: 'metrics', why: 'no token' }]
    for (const part of [{ gaps }, { complete: false }, { checks: [row('UNKNOWN')] }]) {
      const document = makeDocument({ ...facts, checks: [row('PASS')], ...part })
      expect([document.verdict, document.exitCode, document.complete]).toEqual(['UNKNOWN', 3, false])
    }
  })
  test('a proven failure stays proven beside a gap, and the gap stays visible', () => {
    const document = makeDocument({ ...facts, checks: [row('FAIL')], gaps: [{ what: 'a', why: 'b' }] })
    expect([document.verdict, document.exitCode, document.complete]).toEqual(['FAIL', 1, false])
  })
  test('findings come in id order, whatever the order they were found in', () => {
    const list = ['c', 'a', 'b'].map((id) => ({ ...finding, id }))
    fc.assert(
      fc.property(fc.shuffledSubarray(list, { minLength: 3 }), (findings) => {
        expect(makeDocument({ ...facts, findings }).findings.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
      }),
    )
  })
})

test('what is no run document is refused', () => {
  for (const text of [
    '',
    '{',
    'null',
    '1',
    '[]',
    '{}',
    '{"schema":"x402ops.run/v1"}',
    '{"schema":"other/v1"}',
  ]) {
    expect(() => parseDocument(text)).toThrow(SyntaxError)
  }
})

test('summary texts', () => {
  expect(secondsText(2345)).toBe('2.3 s')
  expect(countsText(countVerdicts(['FAIL', 'WARN', 'PASS', 'PASS', 'PASS', 'SKIP', 'SKIP', 'INFO']))).toBe(
    '1 failed, 1 warning, 3 passed, 2 skipped',
  )
  expect(countsText(countVerdicts([]))).toBe('nothing was judged')
})
