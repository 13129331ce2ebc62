import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RunDocument } from '../../src/core/report.ts'
import type { Verdict } from '../../src/core/verdict.ts'
import {
  noticeChange,
  noticeId,
  noticeOf,
  noticesText,
  type OpenNotice,
  parseNotices,
} from '../../src/runs/notices.ts'
import { finding, sampleReport } from '../render/sample.ts'

const begin = Date.parse('2026-11-21T07:40:00.000Z')
const time = (minute: number) => new Date(begin + minute * 60_000).toISOString()

/** A run at a minute: its findings by id, and what its one check says when it found nothing. */
function runAt(
  minute: number,
  ids: readonly (readonly [id: string, verdict: Verdict])[],
  quiet: Verdict = 'PASS',
): RunDocument {
  const { document } = sampleReport({})
  const [row] = document.checks
  if (row === undefined) throw new Error('the sample has a check')
  const verdict = ids[0]?.[1] ?? quiet
  return {
    ...document,
    finishedAt: time(minute),
    checks: [{ ...row, id: 'ready', verdict }],
    findings: ids.map(([id, said]) => ({ ...finding, id, check: 'ready', verdict: said })),
  }
}

/** What a receiver is told by run after run: the ids that are raised and those that are resolved. */
function told(runs: readonly RunDocument[], least: 'warn' | 'fail' = 'warn') {
  let known: readonly OpenNotice[] = []
  return runs.map((run) => {
    const change = noticeChange(known, run, least)
    known = change.told
    return [change.raised.map(({ id }) => id), change.resolved.map(({ id }) => id)]
  })
}

const nothing = [[], []]

describe('what a receiver is told', () => {
  test('once when it begins, and once after two clean runs a minute apart', () => {
    const runs = [
      runAt(0, [['a', 'FAIL']]),
      runAt(1, [['a', 'FAIL']]),
      runAt(2, []),
      runAt(3, []),
      runAt(4, []),
    ]
    expect(told(runs)).toEqual([[['a'], []], nothing, nothing, [[], ['a']], nothing])
  })

  test('a good run between two bad ones, and two that are too near, are not the end', () => {
    expect(
      told([runAt(0, [['a', 'FAIL']]), runAt(1, []), runAt(2, [['a', 'FAIL']]), runAt(3, [])])[3],
    ).toEqual(nothing)
    expect(told([runAt(0, [['a', 'FAIL']]), runAt(1, []), runAt(1.5, [])])[2]).toEqual(nothing)
  })

  test.each(['UNKNOWN', 'SKIP'] as const)(
    'a run whose check says %s and nothing else ends nothing',
    (verdict) => {
      const blind = [3, 4, 5].map((minute) => runAt(minute, [], verdict))
      expect(told([runAt(0, [['a', 'FAIL']]), runAt(1, []), ...blind]).slice(1)).toEqual(
        blind.map(() => nothing).concat([nothing]),
      )
    },
  )

  test('a warning that becomes a failure is told again; below the level nothing is', () => {
    expect(told([runAt(0, [['a', 'WARN']]), runAt(1, [['a', 'FAIL']]), runAt(2, [['a', 'WARN']])])).toEqual([
      [['a'], []],
      [['a'], []],
      nothing,
    ])
    expect(
      told(
        [
          runAt(0, [
            ['a', 'WARN'],
            ['b', 'UNKNOWN'],
          ]),
          runAt(1, [['c', 'FAIL']]),
        ],
        'fail',
      ),
    ).toEqual([nothing, [['c'], []]])
  })

  test('what could not be told is told by the next run, under the same id', () => {
    const run = runAt(0, [['a', 'FAIL']])
    const first = noticeChange([], run, 'warn')
    const second = noticeChange(first.untold, runAt(1, [['a', 'FAIL']]), 'warn')
    expect(second.raised.map(({ id }) => id)).toEqual(['a'])
    expect(noticeId('env', second)).toBe(noticeId('env', first))
  })
})

test('the message is made of an allow-list: no words of a finding, no user name, no query, under 20 kB', () => {
  const many = Array.from({ length: 3000 }, (_, index) => [`id ${index}`, 'FAIL'] as const)
  const run = runAt(0, many)
  const spoken = run.findings.map((one) => ({
    ...one,
    text: 'CANARY',
    args: { a: 'CANARY' },
    next: 'CANARY',
  }))
  const target = 'https://user:CANARY@api.example.dev/base?key=CANARY#CANARY'
  const notice = noticeOf(noticeChange([], { ...run, findings: spoken, target }, 'warn'), {
    ...run,
    findings: spoken,
    target,
  })
  const text = JSON.stringify(notice)
  expect(text).not.toContain('CANARY')
  expect(notice.baseUrl).toBe('https://api.example.dev/base')
  expect(text.length).toBeLessThan(20_000)
  expect(notice.raised.length + notice.more).toBe(3000)
})

test('what was told reads back, and nothing else is taken for it', () => {
  const word = fc.string({ maxLength: 30 })
  const item = fc.record({
    ...{
      id: word,
      check: word,
      code: word,
      title: word,
      severity: fc.constantFrom('warn' as const, 'fail' as const),
    },
    since: fc.nat(1000).map(time),
    clean: fc.array(fc.nat(1000).map(time), { maxLength: 4 }),
  })
  const targets = fc.array(fc.record({ target: word, open: fc.array(item, { maxLength: 4 }) }), {
    maxLength: 3,
  })
  fc.assert(
    fc.property(targets, (list) => {
      expect(parseNotices(noticesText(list))).toEqual(list)
    }),
    { numRuns: 100 },
  )
  for (const text of [
    '{}',
    '[]',
    'null',
    '{"schema":"x402ops.alerts/v1","targets":[{"target":"a","open":[{}]}]}',
  ])
    expect(() => parseNotices(text)).toThrow()
})
