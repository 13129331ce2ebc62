import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFileStore } from '../../src/adapters/store/file-store.ts'
import { diffCatalog } from '../../src/commands/diff-catalog.ts'
import { diffFindings } from '../../src/commands/diff-findings.ts'
import { diffScreen, diffText } from '../../src/commands/diff-screen.ts'
import { toJson } from '../../src/core/json.ts'
import { diffRuns } from '../../src/runs/diff.ts'
import type { SavedRun } from '../../src/runs/run.ts'
import { systemClock } from '../../src/wiring.ts'
import { newDesk } from '../leaks/desk.ts'
import { aCase, aRun, type RunParts } from '../runs/diff-runs.ts'

const told = (first: RunParts, second: RunParts) => {
  const [a, b] = [aRun(first), aRun(second)]
  return diffFindings(diffRuns(a, b), a, b)
}
const one = (code: string, hour?: number) => ({ cases: [aCase('a', code, hour)] })

const reached: Readonly<Record<string, readonly [RunParts, RunParts]>> = {
  DIFF_NEW: [{}, one('ORPHANED_PAYMENT')],
  DIFF_CHANGED: [one('MATCHED'), one('REVERSED_BY_REORG')],
  DIFF_RESOLVED: [one('ORPHANED_PAYMENT'), one('REFUNDED')],
  DIFF_GONE: [one('MATCHED'), {}],
  DIFF_NOT_LOOKED_AT: [one('ORPHANED_PAYMENT', 1), { from: 5 }],
  DIFF_TARGETS_DIFFER: [{ target: 'a.jsonl' }, { target: 'b.jsonl' }],
  DIFF_WITHOUT_CASES: [{ matched: 4 }, one('MATCHED')],
}

describe('the words of every difference', () => {
  test.each(Object.keys(reached))('%s', (code) => {
    const [first, second] = reached[code] as readonly [RunParts, RunParts]
    const found = told(first, second).filter((finding) => finding.code === code)
    expect(found.map(({ verdict, title, text, next }) => ({ verdict, title, text, next }))).toMatchSnapshot()
    expect(found).toHaveLength(1)
  })

  test('and no other code exists', () => {
    expect(Object.keys(reached).sort()).toEqual(Object.keys(diffCatalog).sort())
  })

  test('what needs nothing is told once for its class', () => {
    const cases = ['a', 'b', 'c'].map((id) => aCase(id, 'MATCHED'))
    expect(told({}, { cases }).map(({ text, verdict }) => [text, verdict])).toEqual([
      ['3 payments are MATCHED; the first run does not know them.', 'INFO'],
    ])
  })

  test('names from outside cannot move the cursor', () => {
    const hostile = { ...aCase('a', 'ORPHANED_PAYMENT'), requestIds: ['\u001b[2Jreq'] }
    const [a, b] = [aRun(), aRun({ cases: [hostile] })]
    const diff = diffRuns(a, b)
    expect(toJson([diffFindings(diff, a, b).map(({ text }) => text), diffScreen(diff, a, b)])).not.toContain(
      '\\u001b',
    )
  })
})

test('numbers that are zero are left out', () => {
  expect(diffText(diffRuns(aRun(), aRun()))).toBe('the runs say the same, 0 unchanged')
  expect(diffText(diffRuns(aRun(one('MATCHED')), aRun(one('ORPHANED_PAYMENT'))))).toBe(
    '1 changed, 0 unchanged',
  )
})

describe('on the command line', () => {
  let desk: ReturnType<typeof newDesk>
  beforeEach(() => {
    desk = newDesk()
  })
  afterEach(() => desk.remove())

  const named = (n: number, command = 'reconcile') => `20261121T0740${10 + n}Z-${command}-k3f9`
  /** Saves runs one second apart, the first one first. */
  async function keep(...runs: readonly RunParts[]): Promise<void> {
    const stateDir = join(desk.folder, 'state', 'x402ops')
    const store = createFileStore({ stateDir, clock: systemClock })
    for (const [n, parts] of runs.entries()) {
      const run: SavedRun = aRun({ ...parts, runId: named(n, parts.command) })
      const startedAt = new Date(Date.UTC(2026, 10, 21, 7, 40, 10 + n)).toISOString()
      await store.save({ ...run, document: { ...run.document, startedAt } })
    }
  }

  test('0 when both say the same, 1 when they differ, in either order', async () => {
    await keep(one('MATCHED'), one('MATCHED'), one('ORPHANED_PAYMENT'))
    const same = await desk.x402ops(['diff', 'last~2', 'last~1'])
    expect([same.code, same.err]).toEqual([0, ''])
    expect(same.out).toContain('the runs say the same, 1 unchanged')
    const worse = await desk.x402ops(['diff', 'last~1', 'last'])
    expect([worse.code, worse.err]).toEqual([1, ''])
    const better = await desk.x402ops(['diff', 'last', 'last~1', 'mainnet'])
    expect(better.code).toBe(1)
    expect(better.err).toContain('note: the first run is the newer one of the two')
    expect(better.out).toContain('1 resolved')
  })

  test('3 when only something that was not looked at differs; --fail-on never hides no gap', async () => {
    await keep(one('ORPHANED_PAYMENT', 1), { from: 5 })
    for (const more of [[], ['--fail-on', 'never']]) {
      const { code, out } = await desk.x402ops(['diff', 'last~1', 'last', ...more])
      expect(code).toBe(3)
      expect(out).toContain('not looked at')
    }
  })

  test('--fail-on never turns 1 into 0', async () => {
    await keep({}, one('ORPHANED_PAYMENT'))
    expect((await desk.x402ops(['diff', 'last~1', 'last', '--fail-on', 'never'])).code).toBe(0)
  })

  test('as JSON it is a run document with one finding a difference; nothing is saved', async () => {
    await keep({}, { cases: [aCase('a', 'ORPHANED_PAYMENT'), aCase('b', 'PHANTOM_SETTLEMENT')] })
    const { out, code } = await desk.x402ops(['diff', named(0), named(1), '-o', 'json'])
    expect(code).toBe(1)
    const document = JSON.parse(out)
    expect(document).toMatchObject({
      schema: 'x402ops.run/v1',
      command: 'diff',
      exitCode: 1,
      verdict: 'FAIL',
    })
    expect(document.findings.map((item: { code: string }) => item.code)).toEqual(['DIFF_NEW', 'DIFF_NEW'])
    expect((await desk.x402ops(['diff', 'last~1', 'last', '-o', 'json'])).code).toBe(1)
  })

  test.each(['table', 'plain', 'csv', 'markdown', 'ndjson'])('-o %s tells the difference', async (format) => {
    await keep({}, one('ORPHANED_PAYMENT'))
    const { code, out, err } = await desk.x402ops(['diff', 'last~1', 'last', '-o', format])
    expect([code, err]).toEqual([1, ''])
    // Markdown writes a backslash before the underscore.
    expect(out).toMatch(/ORPHANED\\?_PAYMENT/)
  })

  test('a printed report compares by its findings', async () => {
    await keep(one('MATCHED'))
    const printed = aRun({ ...one('MATCHED'), runId: named(9) })
    desk.give('before.json', toJson(printed.document, 'pretty'))
    const { code, out } = await desk.x402ops(['diff', join(desk.folder, 'before.json'), 'last', '-v'])
    expect(code).toBe(0)
    expect(out).toContain('only findings were compared')
  })

  test.each([
    [['diff', 'last~1', 'last'], 'RUN_NOT_FOUND'],
    [['diff', 'last', 'nothing'], 'RUN_NOT_FOUND'],
    [['diff', 'last'], 'USAGE'],
    [['diff', '20261121T074010Z', '20261121T074011Z'], 'RUNS_NOT_COMPARABLE'],
  ])('%j is %s', async (argv, code) => {
    await keep({}, { command: 'monitor' })
    const left = await desk.x402ops(argv)
    expect(left.code).toBe(2)
    expect(left.err).toContain(`error ${code}`)
  })
})
