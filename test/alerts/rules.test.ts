import { describe, expect, test } from 'vitest'
import type { AlertsExpected, AlertsSeen } from '../../src/alerts/facts.ts'
import { looksAfter, type Standing, standingOf } from '../../src/alerts/standing.ts'
import { type AlertRuleId, alertRuleIds } from '../../src/core/alert-rules.ts'
import { afterReset, allIn, at, noPage, page } from './facts.ts'

import { cases, classes, found, type Make, paidErrors, type Source, share } from './rule-cases.ts'

const on = Object.fromEntries(alertRuleIds.map((id) => [id, { on: true }]))
const expected: AlertsExpected = { changes: on }
const nothing: AlertsSeen = { at: at(9000), page: null, runs: [], books: null, earlier: {} }

/** What a rule says after these looks, each of them a run that only knows what the run before left. */
function judged(id: AlertRuleId, looks: readonly Source[], about = expected): Standing {
  let seen = nothing
  for (const look of looks) {
    const earlier = looksAfter(seen, about)
    seen = { ...nothing, ...look, earlier }
  }
  return standingOf(id, seen, about)
}

const apart = 400

/** Looks far enough apart for the slowest rule. */
const series = (...makes: readonly Make[]) => makes.map((make, index) => make(index * apart))

test('every rule of the table stands here', () => {
  expect(cases.map(({ id }) => id)).toEqual(alertRuleIds)
})

describe.each(cases)('$id', ({ id, on: fine, over, level, few, upper }) => {
  const first = id === 'self-hosted-down' ? [fine] : []

  test('exactly on its limit it stays quiet', () => {
    expect(judged(id, series(fine, fine)).state).toBe('clear')
  })

  test('just over it, one look says little and two fire', () => {
    expect(judged(id, series(...first, over)).state).toBe('pending')
    const firing = judged(id, series(...first, over, over))
    expect([firing.state, firing.level]).toEqual(['firing', level])
    expect(firing.since).toBe(at(first.length * apart))
    expect(
      judged(
        id,
        [...first, over, over].map((make, index) => make(index)),
      ).state,
    ).toBe('pending')
  })

  test('recovered: one good look does not clear it, two do', () => {
    expect(judged(id, series(...first, over, over, fine)).state).toBe('clearing')
    expect(judged(id, series(...first, over, over, fine, fine)).state).toBe('clear')
  })

  if (few !== null)
    test('below the minimum of attempts it says nothing', () => {
      const rare = few ?? fine
      expect(judged(id, series(rare, rare)).state).toBe('few')
      expect(judged(id, series(over, over, rare)).state).toBe('firing')
    })

  const told = over(0).page
  const gone: Make = (seconds) => ({ page: noPage(seconds) })

  if (told?.up === true)
    test('a page that is gone neither fires nor clears it', () => {
      expect(judged(id, series(gone)).state).toBe('absent')
      expect(judged(id, series(over, gone)).state).toBe('unknown')
      expect(judged(id, series(over, over, gone, gone)).state).toBe('firing')
      expect(judged(id, series(fine, gone)).state).toBe('unknown')
    })

  const isCounted = told?.up === true && Object.keys(told.gauges).length === 0
  if (isCounted)
    test('counters that began anew neither fire nor clear it', () => {
      const reset: Make = (seconds) => ({ page: afterReset(over(seconds).page ?? noPage(seconds)) })
      expect(judged(id, series(over, reset)).state).toBe('unknown')
      expect(judged(id, series(over, reset, over)).state).toBe('firing')
      expect(judged(id, series(over, over, reset, reset)).state).toBe('firing')
      expect(judged(id, series(fine, reset)).state).toBe('unknown')
    })

  const inRuns = over(0).runs?.[0]
  if (inRuns !== undefined)
    test('a run that did not see everything clears nothing', () => {
      const half: Make = (seconds) => {
        const runs = fine(seconds).runs ?? []
        return { runs: runs.map((one) => ({ ...one, rooms: { [Object.keys(one.rooms)[0] ?? '']: 'open' } })) }
      }
      expect(judged(id, series(over, over, half, half)).state).toBe('firing')
      expect(judged(id, series(half)).state).toBe('unknown')
    })

  if (upper !== undefined)
    test('its upper limit', () => {
      const [low, high] = [upper?.on ?? fine, upper?.over ?? fine]
      expect(judged(id, series(low, low))).toMatchObject({ state: 'firing', level: 'warn' })
      expect(judged(id, series(high, high))).toMatchObject({ state: 'firing', level: 'fail' })
    })
})

describe('what no single rule shows', () => {
  test('a quantile beyond the last bucket is unknown below the limit and met above it', () => {
    const bounds = [0.1, 1, 2.5]
    const beyond: Make = (seconds) => {
      const histograms = {
        verificationSeconds: allIn(null, 100, bounds),
        settlementSeconds: allIn(null, 100, bounds),
      }
      return { page: page(seconds, { histograms }) }
    }
    expect(judged('verify-slow', series(beyond, beyond))).toMatchObject({
      state: 'unknown',
      why: 'the buckets end at 2.5',
    })
    const strict = { changes: { 'verify-slow': { warn: 2.5 } } }
    expect(judged('verify-slow', series(beyond, beyond), strict)).toMatchObject({
      state: 'firing',
      level: 'warn',
    })
  })

  test('a limit inside of a bucket is neither passed nor kept', () => {
    const inside: Make = (seconds) => ({
      page: page(seconds, { histograms: { verificationSeconds: allIn(5, 100, [2.5, 5]) } }),
    })
    expect(judged('verify-slow', series(inside, inside))).toMatchObject({
      state: 'unknown',
      why: 'it lies between 2.5 and 5, the bounds of a bucket',
    })
  })

  test('pending settlements come from the books where the page does not tell them', () => {
    expect(judged('pending', series(classes('open', 101), classes('open', 101))).state).toBe('firing')
    expect(judged('breaker-open', series(found('matrix', 'CIRCUIT_OPEN', 2))).state).toBe('pending')
  })

  test('a warning that goes on for five windows is a failure', () => {
    const bad = paidErrors(6, 94)
    expect(judged('paid-errors', series(bad, bad, bad, bad))).toMatchObject({ level: 'warn' })
    expect(judged('paid-errors', series(bad, bad, bad, bad, bad))).toMatchObject({ level: 'fail' })
  })

  test('since when it fires is remembered however long it goes on', () => {
    const looks = Array.from({ length: 40 }, () => share('paymentsFailed', 'payments', 50, 100))
    expect(judged('failure-rate', series(...looks))).toMatchObject({ state: 'firing', since: at(0) })
    expect(judged('failure-rate', series(...looks)).looks.length).toBeLessThan(12)
  })

  test('limits are the operator\u2019s, and looks at other limits do not count', () => {
    const look = share('paymentsFailed', 'payments', 6, 100)
    const own = { changes: { 'failure-rate': { warn: 7 } } }
    expect(judged('failure-rate', series(look, look), own).state).toBe('clear')
    const off = { changes: { 'failure-rate': { on: false } } }
    expect(judged('failure-rate', series(look, look), off).state).toBe('off')
    const earlier = looksAfter({ ...nothing, ...look(0) }, { changes: {} })
    const now = { ...nothing, ...look(apart), earlier }
    expect(standingOf('failure-rate', now, { changes: { 'failure-rate': { warn: 5.5 } } }).state).toBe(
      'pending',
    )
    expect(standingOf('failure-rate', now, { changes: {} }).state).toBe('firing')
  })

  test('optional rules are off until somebody switches them on', () => {
    const optional = alertRuleIds.filter((id) => standingOf(id, nothing, { changes: {} }).state === 'off')
    expect(optional).toEqual(['new-payer', 'large-payment', 'rate-spike'])
  })

  test('a rule over a page that is configured no more is unknown, and one that fires stays', () => {
    const bad = share('paymentsFailed', 'payments', 50, 100)
    const none: Make = () => ({})
    expect(judged('failure-rate', series(bad, none)).state).toBe('unknown')
    expect(judged('failure-rate', series(bad, bad, none)).state).toBe('firing')
  })

  test('a page that never told the numbers of a facilitator is none that is down', () => {
    const other: Make = (seconds) => ({ page: page(seconds, { counted: { paid: 1 } }) })
    expect(
      judged(
        'self-hosted-down',
        series(other, (seconds) => ({ page: noPage(seconds) })),
      ).state,
    ).toBe('absent')
  })
})
