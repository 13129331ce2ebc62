import type { AlertRuleId } from '../core/alert-rules.ts'
import type { Rule } from './rule.ts'

const attempts = 20
const minute = 60_000

type Rest = Partial<Omit<Rule, 'set' | 'code' | 'about' | 'measure' | 'unit' | 'warn' | 'fail'>>
type Limits = readonly [warn: number | null, fail: number | null]

function maker(set: Rule['set']) {
  return (
    code: string,
    about: string,
    measure: Rule['measure'],
    unit: Rule['unit'],
    [warn, fail]: Limits,
    rest: Rest = {},
  ): Rule => ({ code, about, measure, unit, warn, fail, minimum: 0, ...rest, set })
}

const rule = maker('standard')
const own = maker('self-hosted')
const optional = maker('optional')

const share = (part: string, ...of: readonly string[]) => [{ kind: 'share', part, of } as const]
const slow = (of: string, quantile: number) => [{ kind: 'quantile', of, share: quantile } as const]
const books = (of: Extract<Rule['measure'][number], { kind: 'books' }>['of']) => [
  { kind: 'books', of } as const,
]
const enough = { minimum: attempts }

/**
 * Every alert rule: code, what is measured and how, from where on it warns and fails, how many attempts it needs.
 * Operators change numbers under `thresholds.alerts` of x402ops.yaml; here stands what holds without that.
 */
export const rules = {
  'failure-rate': rule(
    'ALERT_FAILURE_RATE',
    'payments that failed',
    share('paymentsFailed', 'payments'),
    '%',
    [5, 10],
    enough,
  ),
  'verify-slow': rule(
    'ALERT_VERIFY_SLOW',
    'verification, p99',
    slow('verificationSeconds', 0.99),
    's',
    [3, 10],
    enough,
  ),
  'settle-slow': rule(
    'ALERT_SETTLE_SLOW',
    'settlement, p99',
    slow('settlementSeconds', 0.99),
    's',
    [30, 60],
    enough,
  ),
  'verify-failures': rule(
    'ALERT_VERIFY_FAILURES',
    'verifications that failed',
    share('verificationsFailed', 'verifications'),
    '%',
    [10, 25],
    enough,
  ),
  'settle-failures': rule(
    'ALERT_SETTLE_FAILURES',
    'settlements that failed',
    share('settlementsFailed', 'settlements'),
    '%',
    [5, 10],
    enough,
  ),
  'facilitator-errors': rule(
    'ALERT_FACILITATOR_ERRORS',
    'facilitator errors',
    share('facilitatorErrors', 'facilitatorCalls', 'payments'),
    '%',
    [1, 5],
    enough,
  ),
  'facilitator-timeouts': rule(
    'ALERT_TIMEOUT_RATE',
    'facilitator time-outs',
    share('facilitatorTimeouts', 'facilitatorCalls', 'payments'),
    '%',
    [5, null],
    enough,
  ),
  'facilitator-auth': rule(
    'ALERT_FACILITATOR_AUTH',
    'runs in which a facilitator refused our key',
    [{ kind: 'findings', room: 'facilitator', codes: ['FACILITATOR_AUTH_REFUSED'] }],
    '',
    [null, 0],
  ),
  'gas-failures': rule(
    'ALERT_GAS_FAILURES',
    'gas estimations that failed',
    share('gasFailures', 'gasEstimations', 'settlements', 'payments'),
    '%',
    [10, null],
    enough,
  ),
  pending: rule(
    'ALERT_PENDING',
    'settlements that wait',
    [
      { kind: 'gauge', of: 'pendingSettlements' },
      { kind: 'classes', names: ['open', 'pending_finality'] },
    ],
    '',
    [100, 500],
  ),
  orphaned: rule(
    'ALERT_ORPHANED',
    'orphaned payments',
    [{ kind: 'classes', names: ['orphaned_payment'] }],
    '',
    [null, 0],
  ),
  'breaker-open': rule(
    'ALERT_BREAKER_OPEN',
    'open circuit breakers',
    [
      { kind: 'gauge', of: 'breakerOpen' },
      { kind: 'findings', room: 'matrix', codes: ['CIRCUIT_OPEN'] },
    ],
    '',
    [null, 0],
  ),
  'paid-flat': rule(
    'ALERT_PAID_FLAT',
    'answers 402 while nobody pays',
    [{ kind: 'flat', flat: 'paid', rising: 'paymentRequired' }],
    '',
    [0, null],
    enough,
  ),
  'paid-errors': rule(
    'ALERT_PAID_ERRORS',
    'paid calls that failed',
    share('paidErrors', 'paid+paidErrors'),
    '%',
    [5, 25],
    { ...enough, failAfter: 5 },
  ),
  'errors-since-deploy': rule(
    'ALERT_ERRORS_SINCE_DEPLOY',
    'rise of paid errors since the deploy',
    books('errorRiseSinceDeploy'),
    '%',
    [5, 10],
    enough,
  ),
  'unrecorded-since-deploy': rule(
    'ALERT_UNRECORDED_SINCE_DEPLOY',
    'receipts without a record that began at the deploy',
    books('unrecordedSinceDeploy'),
    '',
    [null, 0],
    enough,
  ),
  'rate-limited': rule(
    'ALERT_RATE_LIMITED',
    'limited calls that bots do not explain',
    [{ kind: 'unexplained', of: 'rateLimited', by: 'botProbes' }],
    '%',
    [20, null],
    { ...enough, failAfter: 5 },
  ),
  'payer-limited': rule(
    'ALERT_PAYER_LIMITED',
    'payers who settled and were answered 429',
    books('limitedPayers'),
    '',
    [null, 0],
  ),
  'bot-probes': rule(
    'ALERT_BOT_PROBES',
    'calls of bots while people who pay are limited',
    [{ kind: 'with-harm', of: 'botProbes', limited: 'paidRateLimited', slow: 'p95LatencyMs', slowMs: 500 }],
    '',
    [0, null],
    enough,
  ),
  'response-missing': rule(
    'ALERT_RESPONSE_MISSING',
    'paid answers without PAYMENT-RESPONSE',
    [
      { kind: 'count', of: 'missingReceipts' },
      { kind: 'findings', room: 'reconcile', codes: ['RECONCILE_PAYMENT_RESPONSE_MISSING'] },
    ],
    '',
    [null, 0],
  ),
  latency: rule('ALERT_LATENCY', 'latency, p95', [{ kind: 'gauge', of: 'p95LatencyMs' }], 'ms', [500, null], {
    failAfter: 5,
  }),

  'self-hosted-down': own('ALERT_SELF_HOSTED_DOWN', 'metrics page down', [{ kind: 'down' }], '', [null, 0], {
    heldMs: minute,
  }),
  'self-hosted-errors': own(
    'ALERT_SELF_HOSTED_ERRORS',
    'answers 5xx',
    share('requests5xx', 'requests'),
    '%',
    [null, 0.1],
    { ...enough, heldMs: 2 * minute },
  ),
  'self-hosted-slow-p95': own(
    'ALERT_SELF_HOSTED_SLOW_P95',
    'requests, p95',
    slow('requestSeconds', 0.95),
    's',
    [0.5, null],
    { ...enough, heldMs: 5 * minute },
  ),
  'self-hosted-slow-p99': own(
    'ALERT_SELF_HOSTED_SLOW_P99',
    'requests, p99',
    slow('requestSeconds', 0.99),
    's',
    [null, 2],
    { ...enough, heldMs: 3 * minute },
  ),
  'self-hosted-pay-errors': own(
    'ALERT_SELF_HOSTED_PAY_ERRORS',
    'answers 5xx of verify and settle',
    [{ kind: 'count', of: 'payPath5xx' }],
    '',
    [null, 0],
    { heldMs: 2 * minute },
  ),
  'self-hosted-settle': own(
    'ALERT_SELF_HOSTED_SETTLE',
    'settlements that failed',
    share('settlementsFailed', 'settlements'),
    '%',
    [5, null],
    { ...enough, heldMs: 5 * minute },
  ),
  'self-hosted-verify': own(
    'ALERT_SELF_HOSTED_VERIFY',
    'verifications that failed',
    share('verificationsFailed', 'verifications'),
    '%',
    [10, null],
    { ...enough, heldMs: 5 * minute },
  ),
  'self-hosted-refusals': own(
    'ALERT_SELF_HOSTED_REFUSALS',
    'answers 4xx',
    share('requests4xx', 'requests'),
    '%',
    [15, null],
    { ...enough, heldMs: 5 * minute },
  ),
  'self-hosted-memory': own(
    'ALERT_SELF_HOSTED_MEMORY',
    'memory of redis',
    [{ kind: 'gauge-share', part: 'redisUsed', of: 'redisLimit' }],
    '%',
    [80, null],
  ),
  'self-hosted-family': own(
    'ALERT_SELF_HOSTED_FAMILY',
    'settlements that failed, worst family of networks',
    [{ kind: 'worst-share', part: 'settleFailuresByFamily', of: 'settlesByFamily' }],
    '%',
    [10, null],
    enough,
  ),
  'self-hosted-keys': own(
    'ALERT_SELF_HOSTED_KEYS',
    'refused API keys in 5 minutes',
    [{ kind: 'count', of: 'apiKeyFailures', perSeconds: 300 }],
    '',
    [null, 10],
  ),
  'self-hosted-limited': own(
    'ALERT_SELF_HOSTED_LIMITED',
    'answers 429',
    share('requests429', 'requests'),
    '%',
    [10, null],
    enough,
  ),

  'new-payer': optional('ALERT_NEW_PAYER', 'payers who were never seen before', books('newPayers'), '', [
    0,
    null,
  ]),
  'large-payment': optional(
    'ALERT_LARGE_PAYMENT',
    'largest payment, rounded up to whole tokens',
    books('largestAmount'),
    '',
    [100, null],
  ),
  'rate-spike': optional(
    'ALERT_RATE_SPIKE',
    'payments of the last ten minutes against the rest, as a multiple',
    books('spike'),
    '',
    [5, null],
    enough,
  ),
} as const satisfies Readonly<Record<AlertRuleId, Rule>>
