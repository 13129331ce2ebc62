import type { Verdict } from '../core/verdict.ts'
import type { CaseFlag, PaymentCase } from '../payments/case.ts'

/** How bad each flag is by itself, where the case does not change it. */
export const verdictOfFlag = {
  amount_not_compared: 'INFO',
  authorization_still_usable: 'INFO',
  batched: 'INFO',
  claimed_settled: 'WARN',
  facilitator_lied_failure: 'WARN',
  facilitator_lied_success: 'WARN',
  facilitator_pending: 'INFO',
  late: 'INFO',
  missing_payment_response: 'FAIL',
  never_submitted: 'INFO',
  one_source: 'INFO',
  payer_differs: 'WARN',
  possible_duplicate: 'INFO',
  record_agrees: 'INFO',
  refund_found: 'INFO',
  response_unknown: 'INFO',
  second_delivery: 'FAIL',
  state_derived: 'INFO',
  state_unknown: 'INFO',
  time_unknown: 'INFO',
  tx_hash_missing: 'INFO',
  tx_hash_wrong: 'WARN',
  via_router: 'INFO',
  work_before_verify: 'WARN',
  work_though_refused: 'WARN',
} as const satisfies Record<CaseFlag, Verdict>

/**
 * How bad a flag of this case is. An answer without the settlement header is as it should be where the route
 * settles after the answer, and is none of a payment's business where nothing was paid. A repetition is
 * worth a look when the payment before it was not delivered.
 */
export function verdictOf(flag: CaseFlag, { facts, settleOrder, repeats }: PaymentCase): Verdict {
  if (flag === 'missing_payment_response') {
    return settleOrder?.order === 'async' || facts.effect !== 'one' ? 'INFO' : 'FAIL'
  }
  if (flag === 'possible_duplicate') return repeats?.delivered === false ? 'WARN' : 'INFO'
  return verdictOfFlag[flag]
}
