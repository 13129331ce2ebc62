/** The names of all alert rules, as they stand under `thresholds.alerts`. Their table is `src/alerts/rules-catalog.ts`. */
export const alertRuleIds = [
  'failure-rate',
  'verify-slow',
  'settle-slow',
  'verify-failures',
  'settle-failures',
  'facilitator-errors',
  'facilitator-timeouts',
  'facilitator-auth',
  'gas-failures',
  'pending',
  'orphaned',
  'breaker-open',
  'paid-flat',
  'paid-errors',
  'errors-since-deploy',
  'unrecorded-since-deploy',
  'rate-limited',
  'payer-limited',
  'bot-probes',
  'response-missing',
  'latency',
  'self-hosted-down',
  'self-hosted-errors',
  'self-hosted-slow-p95',
  'self-hosted-slow-p99',
  'self-hosted-pay-errors',
  'self-hosted-settle',
  'self-hosted-verify',
  'self-hosted-refusals',
  'self-hosted-memory',
  'self-hosted-family',
  'self-hosted-keys',
  'self-hosted-limited',
  'new-payer',
  'large-payment',
  'rate-spike',
] as const

/** The name of an alert rule. */
export type AlertRuleId = (typeof alertRuleIds)[number]

/** What an operator changed of a rule; what is absent stays as the table has it. Null = that level never fires. */
export type AlertRuleChange = {
  readonly on?: boolean
  readonly warn?: number | null
  readonly fail?: number | null
  readonly minimum?: number
}

/** The changes of a profile, by rule. */
export type AlertRuleChanges = Readonly<Partial<Record<AlertRuleId, AlertRuleChange>>>
