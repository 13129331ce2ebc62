import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RunDocument } from '../../src/core/report.ts'
import type { Verdict } from '../../src/core/verdict.ts'
import { findingsOf, lastFound, newestOfEach } from '../../src/playbook/which-runs.ts'
import { makeDocument } from '../../src/runs/make-document.ts'

const now = new Date('2026-11-21T12:00:00Z')

function runAt(command: string, time: string, codes: readonly string[] = [], verdict: Verdict = 'PASS') {
  const startedAt = new Date(time)
  return makeDocument({
    ...{ version: '0.0.0', runId: `${time}-${command}`, command, profile: 'shop', target: null },
    ...{ startedAt, finishedAt: startedAt, gaps: [], failOn: 'fail' as const, next: [] },
    checks: [{ id: 'matrix.terms', room: 'matrix', question: '', verdict, text: '', elapsedMs: null }],
    findings: codes.map((code) => ({
      ...{ id: code, code, verdict: 'FAIL', severity: 'high', check: 'matrix.terms', title: code, text: '' },
      ...{ subject: { kind: 'route', id: 'a' }, args: {}, evidence: [], next: null, playbook: null },
    })),
  })
}
const ids = (runs: readonly RunDocument[]) => runs.map(({ runId }) => runId)

describe('which runs are read when none is named', () => {
  test('the newest of each command: what was verified last does not hide what was found before', () => {
    const found = runAt('monitor', '2026-11-21T09:00:00Z', ['WRONG_PAYTO'])
    const older = runAt('monitor', '2026-11-21T08:00:00Z')
    const verified = runAt('toggle verify', '2026-11-21T11:00:00Z')
    expect(ids(newestOfEach([older, found, verified], now))).toEqual(ids([verified, found]))
  })

  test('a run from before yesterday counts only when there is no other', () => {
    const old = runAt('monitor', '2026-11-20T11:00:00Z')
    const older = runAt('matrix', '2026-11-19T11:00:00Z')
    expect(ids(newestOfEach([older, old], now))).toEqual(ids([old]))
    const young = runAt('matrix', '2026-11-20T12:00:00Z')
    expect(ids(newestOfEach([older, old, young], now))).toEqual(ids([young]))
    expect(newestOfEach([], now)).toEqual([])
  })

  test('the order in which they are listed changes nothing', () => {
    const command = fc.constantFrom('monitor', 'matrix', 'rpc')
    const hour = fc.integer({ min: 0, max: 47 })
    const one = fc.tuple(command, hour).map(([name, at]) => {
      return runAt(name, new Date(now.getTime() - at * 3_600_000).toISOString())
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (runs) => {
        const picked = newestOfEach(runs, now)
        expect(ids(newestOfEach([...runs].reverse(), now))).toEqual(ids(picked))
        expect(new Set(picked.map((run) => run.command)).size).toBe(picked.length)
        expect(picked.length > 0).toBe(runs.length > 0)
      }),
      { numRuns: 100 },
    )
  })
})

describe('what several runs found together', () => {
  test('what two runs found alike counts once', () => {
    const runs = [
      runAt('matrix', '2026-11-21T10:00:00Z', ['A_B', 'C_D']),
      runAt('monitor', '2026-11-21T09:00:00Z', ['A_B']),
    ]
    expect(findingsOf(runs).map(({ code }) => code)).toEqual(['A_B', 'C_D'])
  })

  test('a newer look that answered the same and did not find it is named; one that could not see is not', () => {
    const found = runAt('monitor', '2026-11-21T09:00:00Z', ['A_B'])
    const clean = runAt('matrix', '2026-11-21T10:00:00Z')
    const blind = runAt('matrix', '2026-11-21T10:00:00Z', [], 'UNKNOWN')
    const cut = { ...clean, complete: false }
    expect(lastFound('A_B', [clean, found])).toMatchObject({ by: found, notAgainBy: clean })
    expect(lastFound('A_B', [blind, found])?.notAgainBy).toBeNull()
    expect(lastFound('A_B', [cut, found])?.notAgainBy).toBeNull()
    expect(lastFound('C_D', [clean, found])).toBeUndefined()
  })
})
