/** Which series of a metric count: all of a name, or those whose label fits. */
export type Source = {
  readonly metric: string
  /** Every given condition must hold. */
  readonly where?: readonly LabelRule[]
  /** Factor to our unit; 1 when absent. */
  readonly scale?: number
}

/** A condition on one label. With `words`, a value that is in none of its lists makes the number unreadable. */
export type LabelRule = {
  readonly label: string
  readonly is?: readonly string[]
  readonly begins?: string
  readonly ends?: readonly string[]
  readonly words?: readonly string[]
}

/** What a page may tell, and where it does. Counters need two samples; groups are counters by network family. */
export type Known = {
  readonly kind: 'counter' | 'gauge' | 'histogram' | 'groups'
  readonly about: string
  /** Top-level names in JSON that are read when no field is mapped. */
  readonly json?: readonly string[]
  /** Names in the text of Prometheus, the first that is there wins. */
  readonly text?: readonly Source[]
}

const good = ['success', 'succeeded', 'ok', 'valid', 'true', 'settled', 'verified']
const bad = ['failure', 'failed', 'error', 'invalid', 'false', 'rejected', 'timeout']
const words = [...good, ...bad]
const failed = (label: string): LabelRule => ({ label, is: bad, words })
const named = (...metrics: readonly string[]): readonly Source[] => metrics.map((metric) => ({ metric }))
const inMs = (metric: string): Source => ({ metric, scale: 0.001 })

const requests = 'facilitator_requests_total'
const status = (begins: string): LabelRule => ({ label: 'status', begins })
const payPaths: LabelRule = { label: 'endpoint', ends: ['verify', 'settle'] }

/** Every number that rules and screens know, by our name for it. Names of others are as their projects publish them. */
export const known = {
  paid: { kind: 'counter', about: 'paid and settled calls', json: ['paidX402Calls'] },
  paymentRequired: { kind: 'counter', about: 'calls answered 402', json: ['paymentRequiredCalls'] },
  paidErrors: { kind: 'counter', about: 'paid calls that failed', json: ['paidRouteErrors'] },
  rateLimited: { kind: 'counter', about: 'calls answered 429', json: ['rateLimitedCalls'] },
  paidRateLimited: { kind: 'counter', about: 'paid calls answered 429', json: ['paidRateLimitedCalls'] },
  botProbes: { kind: 'counter', about: 'calls of bots', json: ['botProbeCalls'] },
  missingReceipts: {
    kind: 'counter',
    about: 'paid answers without PAYMENT-RESPONSE',
    json: ['missingPaymentResponses'],
  },
  p95LatencyMs: { kind: 'gauge', about: 'p95 latency in ms', json: ['p95LatencyMs'] },
  breakerOpen: { kind: 'gauge', about: 'open circuit breakers', json: ['circuitOpen'] },

  payments: { kind: 'counter', about: 'payments', text: named('t402_payments_total') },
  paymentsFailed: {
    kind: 'counter',
    about: 'failed payments',
    text: named('t402_payments_failed', 't402_payments_failed_total'),
  },
  settlements: {
    kind: 'counter',
    about: 'settlements',
    text: named('t402_settlements_total', 'facilitator_settle_total'),
  },
  settlementsFailed: {
    kind: 'counter',
    about: 'failed settlements',
    text: [
      { metric: 't402_settlements_total', where: [failed('status')] },
      { metric: 'facilitator_settle_total', where: [failed('result')] },
    ],
  },
  verifications: { kind: 'counter', about: 'verifications', text: named('facilitator_verify_total') },
  verificationsFailed: {
    kind: 'counter',
    about: 'failed verifications',
    text: [{ metric: 'facilitator_verify_total', where: [failed('result')] }],
  },
  verificationSeconds: {
    kind: 'histogram',
    about: 'how long verifications take',
    text: [
      ...named('t402_verification_duration_seconds', 't402_verification_latency'),
      inMs('t402_verification_duration_ms'),
    ],
  },
  settlementSeconds: {
    kind: 'histogram',
    about: 'how long settlements take',
    text: [
      ...named('t402_settlement_duration_seconds', 't402_settlement_latency'),
      inMs('t402_settlement_duration_ms'),
    ],
  },
  pendingSettlements: {
    kind: 'gauge',
    about: 'settlements that wait',
    json: ['pendingSettlements'],
    text: named('t402_pending_settlements'),
  },
  facilitatorCalls: {
    kind: 'counter',
    about: 'calls to the facilitator',
    json: ['facilitatorCalls'],
    text: named('t402_facilitator_requests_total'),
  },
  facilitatorErrors: {
    kind: 'counter',
    about: 'facilitator errors',
    json: ['facilitatorErrors'],
    text: named('t402_facilitator_errors', 't402_facilitator_errors_total'),
  },
  facilitatorTimeouts: {
    kind: 'counter',
    about: 'facilitator time-outs',
    json: ['facilitatorTimeouts'],
    text: named('t402_facilitator_timeouts', 't402_facilitator_timeouts_total'),
  },
  gasEstimations: {
    kind: 'counter',
    about: 'gas estimations',
    json: ['gasEstimations'],
    text: named('t402_gas_estimations_total'),
  },
  gasFailures: {
    kind: 'counter',
    about: 'gas estimations that failed',
    json: ['gasEstimationFailures'],
    text: named('t402_gas_estimation_failures', 't402_gas_estimation_failures_total'),
  },
  cacheHitRate: { kind: 'gauge', about: 'share of cache hits', text: named('t402_cache_hit_rate') },
  rpcLatencyMs: { kind: 'gauge', about: 'chain endpoint latency in ms', text: named('t402_rpc_latency_ms') },
  errorRate: { kind: 'gauge', about: 'share of errors', text: named('t402_error_rate') },

  requests: { kind: 'counter', about: 'requests of the facilitator', text: named(requests) },
  requests5xx: {
    kind: 'counter',
    about: 'answers 5xx',
    text: [{ metric: requests, where: [status('5')] }],
  },
  requests4xx: {
    kind: 'counter',
    about: 'answers 4xx',
    text: [{ metric: requests, where: [status('4')] }],
  },
  requests429: {
    kind: 'counter',
    about: 'answers 429',
    text: [{ metric: requests, where: [{ label: 'status', is: ['429'] }] }],
  },
  payPath5xx: {
    kind: 'counter',
    about: 'answers 5xx of verify and settle',
    text: [{ metric: requests, where: [status('5'), payPaths] }],
  },
  requestSeconds: {
    kind: 'histogram',
    about: 'how long requests of the facilitator take',
    text: named('facilitator_request_duration_seconds'),
  },
  apiKeyFailures: {
    kind: 'counter',
    about: 'refused API keys',
    text: named('facilitator_api_key_auth_failed_total'),
  },
  settlesByFamily: {
    kind: 'groups',
    about: 'settlements by family of networks',
    text: named('facilitator_settle_total'),
  },
  settleFailuresByFamily: {
    kind: 'groups',
    about: 'failed settlements by family of networks',
    text: [{ metric: 'facilitator_settle_total', where: [failed('result')] }],
  },
  redisUsed: { kind: 'gauge', about: 'memory that redis uses', text: named('redis_memory_used_bytes') },
  redisLimit: { kind: 'gauge', about: 'memory that redis may use', text: named('redis_memory_max_bytes') },
  processStart: {
    kind: 'gauge',
    about: 'start of the process, Unix seconds',
    json: ['processStartTimeSeconds'],
    text: named('process_start_time_seconds'),
  },
} as const satisfies Readonly<Record<string, Known>>

/** Our name for a number. */
export type NumberName = keyof typeof known

/** All of them, in the order of screens. */
export const numberNames = Object.keys(known) as readonly NumberName[]

/** What is known of one. */
export const knownOf = (name: NumberName): Known => known[name]
