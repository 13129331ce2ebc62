import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Brief, changeLines, roundChanges } from '../../../src/commands/monitor/changes.ts'
import { floorMs, jittered } from '../../../src/commands/monitor/rounds.ts'
import { shareMs } from '../../../src/commands/monitor/shares.ts'
import { nextStreaks, type Streaks } from '../../../src/commands/monitor/streaks.ts'
import type { Verdict } from '../../../src/core/verdict.ts'

const at = '2026-11-21T07:40:02.000Z'

function brief(verdicts: Readonly<Record<string, Verdict>>, ids: readonly string[] = [], when = at): Brief {
  const checks = Object.entries(verdicts).map(([id, verdict]) => ({
    id,
    verdict,
    text: `${id} is ${verdict}`,
  }))
  const loud = ids.map((id) => ({
    ...{ id, check: 'matrix', code: 'SERVED_FREE', verdict: 'FAIL' as const, text: `${id} is free` },
  }))
  return { at: when, verdict: 'PASS', checks, loud }
}

const lines = (before: Brief, after: Brief) => changeLines(after.at, roundChanges(before, after))

describe('what changed from one round to the next', () => {
  test('nothing when a round says the same, whatever its words', () => {
    const before = brief({ matrix: 'FAIL', health: 'PASS' }, ['a'])
    expect(
      lines(before, { ...before, checks: before.checks.map((one) => ({ ...one, text: 'other' })) }),
    ).toEqual([])
  })

  test('a finding that came, one that went, and a check that changed without one', () => {
    expect(
      lines(brief({ matrix: 'PASS', tls: 'PASS' }), brief({ matrix: 'FAIL', tls: 'UNKNOWN' }, ['a'])),
    ).toEqual([
      '07:40:02Z  FAIL     matrix  SERVED_FREE: a is free',
      '07:40:02Z  UNKNOWN  tls (was PASS): tls is UNKNOWN',
    ])
    expect(lines(brief({ matrix: 'FAIL' }, ['a']), brief({ matrix: 'PASS' }))).toEqual([
      '07:40:02Z  gone     matrix  SERVED_FREE: a is free',
    ])
  })

  test.each(['UNKNOWN', 'SKIP'] as const)('what a %s check could not see has not gone away', (verdict) => {
    expect(lines(brief({ matrix: 'FAIL' }, ['a']), brief({ matrix: verdict }))).toEqual([
      `07:40:02Z  ${verdict.padEnd(7)}  matrix (was FAIL): matrix is ${verdict}`,
    ])
  })

  test('of hundreds with one code three are shown and the rest is counted', () => {
    const ids = Array.from({ length: 400 }, (_, index) => `route ${index}`)
    const told = lines(brief({ matrix: 'PASS' }), brief({ matrix: 'FAIL' }, ids))
    expect(told).toHaveLength(4)
    expect(told[3]).toBe('07:40:02Z  397 more: matrix FAIL SERVED_FREE')
  })
})

describe('a check that stays critical', () => {
  const minutes = (count: number) => new Date(Date.parse(at) + count * 60_000).toISOString()
  function steadyIn(rounds: readonly (readonly [minute: number, Verdict])[]) {
    let streaks: Streaks = new Map()
    return rounds.flatMap(([minute, verdict]) => {
      const next = nextStreaks(streaks, brief({ ready: verdict }, [], minutes(minute)))
      streaks = next.streaks
      return next.steady.map(({ count, forMs }) => [minute, count, forMs])
    })
  }

  test('is said once, after three rounds and three minutes', () => {
    expect(
      steadyIn([
        [0, 'FAIL'],
        [1, 'FAIL'],
        [2, 'FAIL'],
        [3, 'FAIL'],
        [4, 'FAIL'],
      ]),
    ).toEqual([[3, 4, 180_000]])
    expect(
      steadyIn([
        [0, 'FAIL'],
        [4, 'FAIL'],
      ]),
    ).toEqual([])
  })

  test('one that flaps is not said; a round that could not see it does not break it', () => {
    expect(
      steadyIn([
        [0, 'FAIL'],
        [1, 'FAIL'],
        [2, 'PASS'],
        [3, 'FAIL'],
        [4, 'FAIL'],
      ]),
    ).toEqual([])
    expect(
      steadyIn([
        [0, 'FAIL'],
        [2, 'UNKNOWN'],
        [3, 'FAIL'],
        [4, 'FAIL'],
      ]),
    ).toEqual([[4, 3, 240_000]])
  })
})

test('the interval moves by a tenth at most, and shares never exceed what is left', () => {
  expect([jittered(30_000, () => 0), jittered(30_000, () => 0.5)]).toEqual([27_000, 30_000])
  fc.assert(
    fc.property(
      fc.integer({ min: floorMs, max: 86_400_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (every, random) => {
        const ms = jittered(every, () => random)
        expect(ms >= Math.floor(every * 0.9) && ms <= Math.ceil(every * 1.1)).toBe(true)
      },
    ),
    { numRuns: 100 },
  )
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 600_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(4),
      (total, part, later) => {
        const left = total * part
        const share = shareMs(total, left, later)
        expect(share <= left && share >= left / (later + 1)).toBe(true)
      },
    ),
    { numRuns: 100 },
  )
})
