import type { PaymentCase } from '../payments/case.ts'
import type { BillingPolicy } from './shapes.ts'

/** Was the answer worth its money? `unknown` where nobody wrote down what the buyer got. */
export type Worth = 'billable' | 'free' | 'unknown'

/**
 * What an answer was worth under the operator's policy. The status decides where one was written down; without it
 * only what the reconciler knows of the answer does, and no answer (a time-out) is worth nothing.
 */
export function worthOf({ responseStatus, facts }: PaymentCase, { billable }: BillingPolicy): Worth {
  if (responseStatus !== null) {
    const status = String(responseStatus)
    return billable.includes(status) || billable.includes(`${status.slice(0, 1)}xx`) ? 'billable' : 'free'
  }
  if (facts.response === 'ok') return 'billable'
  return facts.response === 'error' ? 'free' : 'unknown'
}
