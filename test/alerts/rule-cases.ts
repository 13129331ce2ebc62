import type { AlertsSeen } from '../../src/alerts/facts.ts'
import type { AlertRuleId } from '../../src/core/alert-rules.ts'
import { allIn, books, noPage, page, run } from './facts.ts'

/** What one look tells. */
export type Source = Partial<Pick<AlertsSeen, 'page' | 'runs' | 'books'>>
/** A look at some second. */
export type Make = (seconds: number) => Source

/** What a rule is shown. Null = this cannot happen to it, and `why` says so. */
export type Case = {
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

export const share = (part: string, whole: string, parts: number, of: number): Make => {
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
export const found = (room: string, code: string, times: number): Make => {
  return (seconds) => ({ runs: [run(seconds, room, { codes: { [code]: times } })] })
}
export const classes = (name: string, times: number): Make => {
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

export const paidErrors = (failed: number, good: number): Make => {
  return (seconds) => ({ page: page(seconds, { counted: { paidErrors: failed, paid: good } }) })
}
const bots = (calls: number, hit: number): Make => {
  return (seconds) => ({ page: page(seconds, { counted: { botProbes: calls, paidRateLimited: hit } }) })
}
const requests = { counted: { requests: 5 } }

/** Every rule of the table. */
/** Every rule of the table at its limits. */
export const cases: readonly Case[] = [
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
