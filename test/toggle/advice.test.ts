import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allEntries } from '../../src/commands/explain/entries.ts'
import { type Advice, adviceOf, advise } from '../../src/toggle/advice.ts'
import { adviceText } from '../../src/toggle/advice-text.ts'
import { table } from '../../src/toggle/rows/index.ts'
import type { Action, GuideSeen, RowAnswer } from '../../src/toggle/shapes.ts'
import { found, quiet, quietMoney, quietRun, usual } from './world.ts'

const row = (advice: Advice, number: number) =>
  advice.answers.find((each) => each.row.number === number)?.answer
const withRun = (...runs: GuideSeen['runs']): GuideSeen => ({ ...quiet, runs })
const act = (seen: GuideSeen, expected = usual) => {
  const { action, row: at, unknown } = advise(seen, expected)
  return { action, at, unknown }
}

describe('the table', () => {
  test('has its rows in the order of the table, and row 18 is none', () => {
    expect(table.map(({ number }) => number)).toEqual(Array.from({ length: 17 }, (_each, at) => at + 1))
  })

  test('nothing wrong: keep on', () => {
    expect(act(quiet)).toEqual({ action: 'keep-on', at: 0, unknown: [] })
  })

  test('nothing was ever looked at: no verdict, and every row is named', () => {
    const { action, unknown } = act({ ...quiet, runs: [], scan: null })
    expect([action, unknown.length]).toEqual([null, 17])
  })

  // Every code that a row asks for is a code that somebody can find.
  test('names no code that does not exist', () => {
    const known = new Set(allEntries().map(({ code }) => code))
    const folder = resolve(import.meta.dirname, '../../src/toggle')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    )
    const codes = files.flatMap(
      (name) => readFileSync(join(folder, name), 'utf8').match(/'[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+'/g) ?? [],
    )
    const named = [...new Set(codes.map((code) => code.slice(1, -1)))].filter(
      (code) => code !== 'X402_ENABLED',
    )
    expect(named.length).toBeGreaterThan(60)
    expect(named.filter((code) => !known.has(code))).toEqual([])
  })
})

describe('counts and shares', () => {
  const books = (more: Partial<typeof quietMoney>) =>
    withRun(quietRun(0, { money: { ...quietMoney, ...more } }))
  const orphans = (count: number) => ({ classes: { ORPHANED_PAYMENT: { count, ids: ['a'] } } })

  test.each([
    ['exactly one in a hundred is not above', { attempts: 100, ...orphans(1) }, 'keep-on', 15],
    ['just over', { attempts: 99, ...orphans(1) }, 'off-now', 5],
    ['too few for a percentage', { attempts: 19, ...orphans(1) }, 'keep-on', 15],
    ['twenty are enough', { attempts: 20, ...orphans(1) }, 'off-now', 5],
  ])('orphans: %s', (_what, more, action, at) => {
    expect(act(books(more))).toMatchObject({ action, at })
  })

  test('what is not decided could be any of them, and is never counted as nothing', () => {
    expect(act(books({ undecided: 3 }))).toMatchObject({ action: null, at: 18 })
    // One of a thousand could not make one in a hundred, but one is enough where none is allowed.
    expect(act(books({ undecided: 1, attempts: 1000 })).unknown).not.toContain(5)
    expect(act(books({ undecided: 1, attempts: 1000 })).unknown).toContain(11)
  })

  test('a payment that waits for its block counts by what it would become', () => {
    const seen = books({ attempts: 20, provisional: { PHANTOM_SETTLEMENT: 1 } })
    expect(act(seen).unknown).toEqual([3])
  })

  test('three proven ones stay proven beside a gap', () => {
    const phantom = { PHANTOM_SETTLEMENT: { count: 3, ids: ['a', 'b', 'c'] } }
    expect(act(books({ classes: phantom, blind: ['eip155:8453: no endpoint answers'] }))).toMatchObject({
      ...{ action: 'off-now', at: 3 },
    })
  })

  test('without the settlement header, and not settled either', () => {
    const responseMissing = { count: 2, ids: ['a', 'b'] }
    expect(act(books({ responseMissing }))).toMatchObject({ action: 'consider', at: 10 })
    expect(act(books({ responseMissing, responseMissingUnpaid: 1 }))).toMatchObject({
      action: 'off-now',
      at: 10,
    })
  })
})

describe('windows', () => {
  const failing = { ...quietMoney, attempts: 20, settleFailed: { count: 3, ids: ['a'] } }

  test('runs nearer than 60 s are one window', () => {
    const near = withRun(quietRun(0, { money: failing }), quietRun(59_000, { money: failing }))
    expect(act(near)).toMatchObject({ action: null, unknown: [7] })
    const apart = withRun(quietRun(0, { money: failing }), quietRun(60_000, { money: failing }))
    expect(act(apart)).toMatchObject({ action: 'off-now', at: 7 })
  })

  test('a clear window between says no', () => {
    const seen = withRun(quietRun(0), quietRun(120_000, { money: failing }))
    expect(act(seen)).toMatchObject({ action: 'keep-on', at: 0 })
  })

  test('a run that did not look there is no window', () => {
    const matrixOnly = quietRun(0, { rooms: [{ room: 'matrix', state: 'answered', why: '' }], money: null })
    const seen = withRun(
      matrixOnly,
      quietRun(60_000, { money: failing }),
      quietRun(180_000, { money: failing }),
    )
    expect(act(seen)).toMatchObject({ action: 'off-now', at: 7 })
  })

  test('orphans that grow in two windows, although they are few', () => {
    const orphans = (count: number) => ({
      ...quietMoney,
      attempts: 1000,
      classes: { ORPHANED_PAYMENT: { count, ids: ['a'] } },
    })
    const grew = withRun(quietRun(0, { money: orphans(3) }), quietRun(120_000, { money: orphans(2) }))
    expect(act(grew)).toMatchObject({ action: 'off-now', at: 5 })
    const stood = withRun(quietRun(0, { money: orphans(2) }), quietRun(120_000, { money: orphans(2) }))
    expect(act(stood)).toMatchObject({ action: 'keep-on', at: 15 })
  })

  test('nobody knows what was in a silence of hours: not ready begins anew', () => {
    const down = { findings: [found('READY_NOT_200', 'probe')] }
    const seen = withRun(quietRun(0, down), quietRun(7_200_000, down), quietRun(7_400_000, down))
    expect(act(seen)).toMatchObject({ action: null, unknown: [8] })
  })
})

describe('smaller than the flag', () => {
  const two = { ...usual, rails: ['eip155:8453 USDC', 'eip155:137 USDC'] }
  const paused = (subject: string) =>
    withRun(quietRun(0, { findings: [found('RECIPIENT_TOKEN_PAUSED', 'recipient', { subject })] }))

  test('one of two rails is dropped; the only one is off', () => {
    const advice = advise(paused('eip155:137 USDC 0xabc'), two)
    expect(advice).toMatchObject({
      action: 'consider',
      row: 13,
      partial: [{ kind: 'rail', name: 'eip155:137 USDC' }],
    })
    expect(adviceText(advice)).toContain('First: stop taking eip155:137 USDC.')
    expect(act(paused('eip155:8453 USDC 0xabc'))).toMatchObject({ action: 'off-now', at: 13 })
  })

  test('one of two facilitators refuses: the other one still settles', () => {
    const refused = {
      findings: [found('FACILITATOR_AUTH_REFUSED', 'facilitator', { subject: 'https://a auth' })],
    }
    const seen = withRun(quietRun(0, refused), quietRun(60_000, refused), quietRun(120_000, refused))
    expect(act(seen)).toMatchObject({ action: 'off-now', at: 6 })
    expect(act(seen, { ...usual, facilitators: 2 })).toMatchObject({ action: 'keep-on', at: 0 })
  })

  test('one of two endpoints is silent: the chain is still seen', () => {
    const silent = (count: number, agoMs: number) =>
      quietRun(agoMs, {
        findings: ['https://a', 'https://b']
          .slice(0, count)
          .map((host) =>
            found('RPC_UNREACHABLE', 'rpc', { id: host, subject: `eip155:8453 ${host}`, verdict: 'UNKNOWN' }),
          ),
      })
    expect(row(advise(withRun(silent(1, 0), silent(1, 400_000)), usual), 12)?.state).toBe('no')
    expect(row(advise(withRun(silent(2, 0), silent(2, 400_000)), usual), 12)?.state).toBe('met')
    expect(row(advise(withRun(silent(2, 0), silent(2, 200_000)), usual), 12)?.state).toBe('unknown')
  })
})

describe('alerts', () => {
  const rule = (code: string, state: string, verdict: string) =>
    found(code, 'alerts', { verdict, args: { state } })
  const seen = (...findings: ReturnType<typeof found>[]) => withRun(quietRun(0, { findings }))

  test.each([
    ['firing', 'FAIL', 'off-now', 7],
    ['pending', 'INFO', null, 18],
    ['few', 'INFO', null, 18],
    ['unknown', 'UNKNOWN', null, 18],
    ['absent', 'SKIP', 'keep-on', 0],
  ])('a rule that is %s', (state, verdict, action, at) => {
    expect(act(seen(rule('ALERT_FAILURE_RATE', state, verdict)))).toMatchObject({ action, at })
  })

  test('a cause that is known makes it a matter of considering', () => {
    const known = seen(
      rule('ALERT_FACILITATOR_ERRORS', 'firing', 'FAIL'),
      found('FACILITATOR_DOWN', 'facilitator'),
    )
    expect(act(known)).toMatchObject({ action: 'consider', at: 7 })
  })
})

const states = fc.constantFrom<RowAnswer['state']>('met', 'no', 'unknown')
const actions = fc.constantFrom<Action>('off-now', 'consider', 'keep-on')
const answersOf = (drawn: readonly (readonly [RowAnswer['state'], Action])[]) =>
  table.map((each, at) => {
    const [state, action] = drawn[at] ?? ['no', 'keep-on']
    const told = each.number === 17 ? 'not-the-flag' : action
    return {
      row: each,
      answer: { state, action: told, says: '', ids: [], windows: [], partial: [] } as const,
    }
  })
const drawn = fc.array(fc.tuple(states, actions), { minLength: 17, maxLength: 17 })

describe('properties of the advice', () => {
  test('one more unknown never makes it weaker in silence: it stays, or says that it is a bound or no verdict', () => {
    fc.assert(
      fc.property(drawn, fc.nat(16), (rows, at) => {
        const before = adviceOf(answersOf(rows), 'closed-503')
        const blinded = rows.map((each, index) => (index === at ? (['unknown', each[1]] as const) : each))
        const after = adviceOf(answersOf(blinded), 'closed-503')
        const same = after.action === before.action && after.row === before.row
        // Whatever changes, the row that nobody can answer any more is named.
        expect(same || after.action === null || after.unknown.includes(at + 1)).toBe(true)
        if (after.action === null) expect(after.unknown).toContain(at + 1)
      }),
    )
  })

  test('never "keep on" with a row above that is open, unless it is said', () => {
    fc.assert(
      fc.property(drawn, (rows) => {
        const advice = adviceOf(answersOf(rows), 'closed-503')
        const open = advice.answers.filter(({ answer }) => answer.state === 'unknown')
        if (advice.action === 'keep-on' && advice.row === 0) expect(open).toEqual([])
        expect(adviceText(advice).startsWith('At least')).toBe(
          advice.action !== null && advice.unknown.length > 0,
        )
      }),
    )
  })

  test('where off means open, off is never advised', () => {
    fc.assert(
      fc.property(drawn, (rows) => {
        expect(['off-now', 'consider']).not.toContain(adviceOf(answersOf(rows), 'open').action)
      }),
    )
  })

  test('depends on nothing but what was seen: the same twice, and after it was saved', () => {
    const codes = fc.constantFrom(
      'SERVED_FREE',
      'WRONG_PAYTO',
      'READY_NOT_200',
      'LATENCY_HIGH',
      'RPC_UNREACHABLE',
      'ALERT_PENDING',
    )
    const runs = fc.array(
      fc.record({
        agoMs: fc.nat(900_000),
        codes: fc.array(codes, { maxLength: 3 }),
        attempts: fc.nat(60),
        failed: fc.nat(20),
      }),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(runs, (list) => {
        const looks = list
          .map(({ agoMs, codes: some, attempts, failed }) =>
            quietRun(agoMs, {
              findings: some.map((code) =>
                found(code, code.startsWith('READY') || code.startsWith('LAT') ? 'probe' : 'matrix'),
              ),
              money: {
                ...quietMoney,
                attempts,
                settleFailed: { count: Math.min(failed, attempts), ids: [] },
              },
            }),
          )
          .sort((a, b) => (a.at < b.at ? 1 : -1))
        const seen = withRun(...looks)
        const first = advise(seen, usual)
        expect(advise(JSON.parse(JSON.stringify(seen)) as GuideSeen, usual)).toEqual(first)
      }),
      { numRuns: 50 },
    )
  })
})
