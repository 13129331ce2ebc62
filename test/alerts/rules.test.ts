import { describe, expect, test } from 'vitest'
import type { AlertsExpected, AlertsSeen } from '../../src/alerts/facts.ts'
import { looksAfter, type Standing, standingOf } from '../../src/alerts/standing.ts'
import { type AlertRuleId, alertRuleIds } from '../../src/core/alert-rules.ts'
import { afterReset, allIn, at, books, noPage, page, run } from './facts.ts'

type Source = Partial<Pick<AlertsSeen, 'page' | 'runs' | 'books'>>
type Make = (seconds: number) => Source

/** What a rule is shown. Null = this cannot happen to it, and `why` says so. */
type Case = {
  readonly id: AlertRuleId
  /** Exactly on the lower limit, or the most that is still fine. */
  readonly on: Make
  readonly over: Make
  readonly level: 'warn' | 'fail'
  /** Over the limit with one attempt less than needed. */
  readonly few: Make | null
  /** Where the rule has a second level: just on the upper limit, and just over it. */
  readonly upper?: { readonly on: Make; readonly over: Make }
}

const share = (part: string, whole: string, parts: number, of: number): Make => {
  return (seconds) => ({ page: page(seconds, { counted: { [part]: parts, [whole]: of } }) })
}
const gauge = (name: string, value: number, more = {}): Make => {
  return (seconds) => ({ page: page(seconds, { gauges: { [name]: value, ...more } }) })
}
const count = (name: string, value: number, seconds_ = 60): Make => {
  return (seconds) => ({ page: page(seconds, { counted: { [name]: value }, seconds: seconds_ }) })
}
const slow = (name: string, upTo: number | null, total = 100): Make => {
  return (seconds) => ({ page: page(seconds, { histograms: { [name]: allIn(upTo, total) } }) })
}
const flat = (paid: number, required: number): Make => {
  return (seconds) => ({ page: page(seconds, { counted: { paid, paymentRequired: required } }) })
}
const limited = (all: number, bots: number): Make => {
  return (seconds) => ({ page: page(seconds, { counted: { rateLimited: all, botProbes: bots } }) })
}
const found = (room: string, code: string, times: number): Make => {
  return (seconds) => ({ runs: [run(seconds, room, { codes: { [code]: times } })] })
}
const classes = (name: string, times: number): Make => {
  return (seconds) => ({ runs: [run(seconds, 'reconcile', { classes: { [name]: times } })] })
}
const fact = (name: string, value: number, of = 100): Make => {
  return (seconds) => ({ books: books(seconds, { [name]: { value, of, why: '' } }) })
}
const family = (failures: number, all: number): Make => {
  return (seconds) => ({
    page: page(seconds, {
      groups: {
        settlesByFamily: { eip155: all, solana: 400 },
        settleFailuresByFamily: { eip155: failures, solana: 0 },
      },
    }),
  })
}

/** A share of two levels: on and over each of them, of enough attempts to hit the limits exactly. */
function twoLevels(id: AlertRuleId, part: string, whole: string, warn: number, fail: number): Case {
  const of = 10_000
  return {
    id,
    on: share(part, whole, warn * 100, of),
    over: share(part, whole, warn * 100 + 1, of),
    level: 'warn',
    few: share(part, whole, 19, 19),
    upper: { on: share(part, whole, fail * 100, of), over: share(part, whole, fail * 100 + 1, of) },
  }
}

function oneLevel(id: AlertRuleId, part: string, whole: string, limit: number, level: 'warn' | 'fail'): Case {
  const of = 10_000
  const [on, over] = [share(part, whole, limit * 100, of), share(part, whole, limit * 100 + 1, of)]
  return { id, on, over, level, few: share(part, whole, 19, 19) }
}

const paidErrors = (failed: number, good: number): Make => {
  return (seconds) => ({ page: page(seconds, { counted: { paidErrors: failed, paid: good } }) })
}
const bots = (calls: number, hit: number): Make => {
  return (seconds) => ({ page: page(seconds, { counted: { botProbes: calls, paidRateLimited: hit } }) })
}
const requests = { counted: { requests: 5 } }

/** Every rule of the table. */
const cases: readonly Case[] = [
  twoLevels('failure-rate', 'paymentsFailed', 'payments', 5, 10),
  {
    id: 'verify-slow',
    on: slow('verificationSeconds', 3),
    over: slow('verificationSeconds', 10),
    level: 'warn',
    few: slow('verificationSeconds', 30, 19),
    upper: { on: slow('verificationSeconds', 10), over: slow('verificationSeconds', 30) },
  },
  {
    id: 'settle-slow',
    on: slow('settlementSeconds', 30),
    over: slow('settlementSeconds', 60),
    level: 'warn',
    few: slow('settlementSeconds', 60, 19),
    upper: { on: slow('settlementSeconds', 60), over: slow('settlementSeconds', null) },
  },
  twoLevels('verify-failures', 'verificationsFailed', 'verifications', 10, 25),
  twoLevels('settle-failures', 'settlementsFailed', 'settlements', 5, 10),
  twoLevels('facilitator-errors', 'facilitatorErrors', 'facilitatorCalls', 1, 5),
  oneLevel('facilitator-timeouts', 'facilitatorTimeouts', 'facilitatorCalls', 5, 'warn'),
  {
    id: 'facilitator-auth',
    on: found('facilitator', 'FACILITATOR_AUTH_REFUSED', 0),
    over: found('facilitator', 'FACILITATOR_AUTH_REFUSED', 1),
    level: 'fail',
    few: null,
  },
  oneLevel('gas-failures', 'gasFailures', 'gasEstimations', 10, 'warn'),
  {
    id: 'pending',
    on: gauge('pendingSettlements', 100),
    over: gauge('pendingSettlements', 101),
    level: 'warn',
    few: null,
    upper: { on: gauge('pendingSettlements', 500), over: gauge('pendingSettlements', 501) },
  },
  {
    id: 'orphaned',
    on: classes('orphaned_payment', 0),
    over: classes('orphaned_payment', 1),
    level: 'fail',
    few: null,
  },
  {
    id: 'breaker-open',
    on: gauge('breakerOpen', 0),
    over: gauge('breakerOpen', 1),
    level: 'fail',
    few: null,
  },
  { id: 'paid-flat', on: flat(1, 500), over: flat(0, 20), level: 'warn', few: flat(0, 19) },
  {
    id: 'paid-errors',
    on: paidErrors(5, 95),
    over: paidErrors(6, 94),
    level: 'warn',
    few: paidErrors(19, 0),
    upper: { on: paidErrors(25, 75), over: paidErrors(26, 74) },
  },
  {
    id: 'errors-since-deploy',
    on: fact('errorRiseSinceDeploy', 5),
    over: fact('errorRiseSinceDeploy', 5.01),
    level: 'warn',
    few: fact('errorRiseSinceDeploy', 90, 19),
    upper: { on: fact('errorRiseSinceDeploy', 10), over: fact('errorRiseSinceDeploy', 10.01) },
  },
  {
    id: 'unrecorded-since-deploy',
    on: fact('unrecordedSinceDeploy', 0),
    over: fact('unrecordedSinceDeploy', 1),
    level: 'fail',
    few: fact('unrecordedSinceDeploy', 5, 19),
  },
  { id: 'rate-limited', on: limited(100, 80), over: limited(100, 79), level: 'warn', few: limited(19, 0) },
  {
    id: 'payer-limited',
    on: fact('limitedPayers', 0),
    over: fact('limitedPayers', 1),
    level: 'fail',
    few: null,
  },
  { id: 'bot-probes', on: bots(500, 0), over: bots(500, 1), level: 'warn', few: null },
  {
    id: 'response-missing',
    on: count('missingReceipts', 0),
    over: count('missingReceipts', 1),
    level: 'fail',
    few: null,
  },
  {
    id: 'latency',
    on: gauge('p95LatencyMs', 500),
    over: gauge('p95LatencyMs', 501),
    level: 'warn',
    few: null,
  },

  {
    id: 'self-hosted-down',
    on: (seconds) => ({ page: page(seconds, requests) }),
    over: (seconds) => ({ page: noPage(seconds) }),
    level: 'fail',
    few: null,
  },
  {
    id: 'self-hosted-errors',
    on: share('requests5xx', 'requests', 10, 10_000),
    over: share('requests5xx', 'requests', 11, 10_000),
    level: 'fail',
    few: share('requests5xx', 'requests', 19, 19),
  },
  {
    id: 'self-hosted-slow-p95',
    on: slow('requestSeconds', 0.5),
    over: slow('requestSeconds', 1),
    level: 'warn',
    few: slow('requestSeconds', 1, 19),
  },
  {
    id: 'self-hosted-slow-p99',
    on: slow('requestSeconds', 2),
    over: slow('requestSeconds', 3),
    level: 'fail',
    few: slow('requestSeconds', 3, 19),
  },
  {
    id: 'self-hosted-pay-errors',
    on: count('payPath5xx', 0),
    over: count('payPath5xx', 1),
    level: 'fail',
    few: null,
  },
  oneLevel('self-hosted-settle', 'settlementsFailed', 'settlements', 5, 'warn'),
  oneLevel('self-hosted-verify', 'verificationsFailed', 'verifications', 10, 'warn'),
  oneLevel('self-hosted-refusals', 'requests4xx', 'requests', 15, 'warn'),
  {
    id: 'self-hosted-memory',
    on: gauge('redisUsed', 800, { redisLimit: 1000 }),
    over: gauge('redisUsed', 801, { redisLimit: 1000 }),
    level: 'warn',
    few: null,
  },
  { id: 'self-hosted-family', on: family(10, 100), over: family(11, 100), level: 'warn', few: null },
  {
    id: 'self-hosted-keys',
    on: count('apiKeyFailures', 10),
    over: count('apiKeyFailures', 11),
    level: 'fail',
    few: null,
  },
  oneLevel('self-hosted-limited', 'requests429', 'requests', 10, 'warn'),

  { id: 'new-payer', on: fact('newPayers', 0), over: fact('newPayers', 1), level: 'warn', few: null },
  {
    id: 'large-payment',
    on: fact('largestAmount', 100),
    over: fact('largestAmount', 101),
    level: 'warn',
    few: null,
  },
  {
    id: 'rate-spike',
    on: fact('spike', 5),
    over: fact('spike', 5.01),
    level: 'warn',
    few: fact('spike', 90, 19),
  },
]

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
