import type { AlertRuleId } from '../core/alert-rules.ts'
import type { Severity } from '../core/finding.ts'

/** What is said of a rule that fires: a title, how bad it is, what to do, and which playbook. */
export type AlertWords = readonly [title: string, severity: Severity, next: string, playbook: string]

const outage = 'facilitator-outage'
const limits = 'rate-limit-spike'
const askFacilitator = 'Run x402ops facilitator; if it is down there, its operator has to act.'
const reconcileNow = 'Run x402ops reconcile --since 24h: it names the payments and where their money is.'
const classifyLog = 'Give the log to x402ops classify: it says which kind of failure leads.'

/** The words of every rule. */
export const alertWords: Readonly<Record<AlertRuleId, AlertWords>> = {
  'failure-rate': ['Too many payments fail', 'high', classifyLog, 'verify-ok-settle-fail'],
  'verify-slow': ['Verification is slow', 'medium', 'Run x402ops rpc and x402ops facilitator.', 'rpc-down'],
  'settle-slow': ['Settlement is slow', 'high', reconcileNow, 'orphaned-payment'],
  'verify-failures': ['Too many verifications fail', 'high', classifyLog, outage],
  'settle-failures': ['Too many settlements fail', 'critical', reconcileNow, 'verify-ok-settle-fail'],
  'facilitator-errors': ['The facilitator makes errors', 'high', askFacilitator, outage],
  'facilitator-timeouts': ['The facilitator times out', 'high', reconcileNow, outage],
  'facilitator-auth': [
    'The facilitator refuses our key',
    'critical',
    'Compare the key with the one in its console; until then nobody can pay.',
    'facilitator-auth',
  ],
  'gas-failures': ['Gas estimation fails', 'high', classifyLog, 'gas-estimation'],
  pending: ['Many settlements wait', 'high', reconcileNow, 'orphaned-payment'],
  orphaned: ['Payments were taken and not booked', 'critical', reconcileNow, 'orphaned-payment'],
  'breaker-open': [
    'A circuit breaker is open',
    'high',
    'Find what it protects from before you close it; while it is open nobody is served there.',
    'circuit-open',
  ],
  'paid-flat': [
    'Many ask for the price and nobody pays',
    'high',
    'Run x402ops matrix: terms that nobody can pay look like this.',
    'low-conversion',
  ],
  'paid-errors': ['Paid calls fail', 'high', reconcileNow, 'paid-route-errors'],
  'errors-since-deploy': [
    'Paid calls fail since the deploy',
    'critical',
    'Take the deploy back, then run x402ops refund plan for those who paid.',
    'paid-route-errors',
  ],
  'unrecorded-since-deploy': [
    'Receipts without a record began at the deploy',
    'critical',
    'Take the deploy back: since then payments are not written down.',
    'balance-drift',
  ],
  'rate-limited': ['Calls are limited, and not only those of bots', 'medium', classifyLog, limits],
  'payer-limited': [
    'People who paid are answered 429',
    'critical',
    'Raise the limit for callers who carry a payment; bots have none.',
    limits,
  ],
  'bot-probes': ['Bots get in the way of people who pay', 'medium', classifyLog, limits],
  'response-missing': [
    'Paid answers lack the settlement header',
    'critical',
    'Find what strips PAYMENT-RESPONSE: a proxy, or a handler that answers too early.',
    'missing-payment-response',
  ],
  latency: [
    'Answers are slow',
    'medium',
    'Run x402ops probe -v: it says where the time goes.',
    'paid-route-errors',
  ],
  'self-hosted-down': ['The facilitator is down', 'critical', 'Bring it back; nobody can pay.', outage],
  'self-hosted-errors': ['The facilitator answers 5xx', 'critical', 'Read its log.', outage],
  'self-hosted-slow-p95': ['The facilitator is slow', 'medium', 'Run x402ops rpc.', 'rpc-down'],
  'self-hosted-slow-p99': ['The facilitator is very slow', 'high', 'Run x402ops rpc.', 'rpc-down'],
  'self-hosted-pay-errors': ['Verify or settle answer 5xx', 'critical', reconcileNow, outage],
  'self-hosted-settle': ['Too many settlements fail', 'high', reconcileNow, 'verify-ok-settle-fail'],
  'self-hosted-verify': ['Too many verifications fail', 'medium', classifyLog, outage],
  'self-hosted-refusals': ['Many requests are refused', 'medium', classifyLog, limits],
  'self-hosted-memory': [
    'Redis is nearly full',
    'high',
    'Give it more memory: what it forgets are nonces that were used.',
    'duplicate-claim',
  ],
  'self-hosted-family': [
    'Settlements of one family of networks fail',
    'high',
    'Run x402ops rpc.',
    'rpc-down',
  ],
  'self-hosted-keys': ['Many API keys are refused', 'critical', 'Find who tries them.', 'secret-exposure'],
  'self-hosted-limited': ['Many requests are limited', 'medium', classifyLog, limits],
  'new-payer': ['Somebody pays for the first time', 'low', 'Nothing has to be done.', 'low-conversion'],
  'large-payment': ['A large payment came', 'low', reconcileNow, 'orphaned-payment'],
  'rate-spike': ['Payments come much faster than before', 'low', classifyLog, limits],
}
