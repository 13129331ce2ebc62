import type { PaymentCase } from '../payments/case.ts'
import type { JudgedPayment } from './judged.ts'
import { adviceReasons, caseReasonWords, stateReasons } from './words.ts'

/** How people call a payment: its request, its record, its transaction, its nonce. */
export function paymentName(item: PaymentCase): string {
  return item.requestIds[0] ?? item.recordIds[0] ?? item.tx ?? item.nonce ?? item.caseId
}

/** Why a payment is in its state, in clauses; the reconciler's own reasons where it could not decide. */
export function whyOf({ item, reading }: JudgedPayment): readonly string[] {
  const own = reading.reasons.map((reason) => stateReasons[reason])
  const undecided = reading.state === 'unresolved' || reading.state === 'pending'
  return undecided ? [...own, ...item.reasons.map(caseReasonWords)] : own
}

/** Why the advice is what it is, in clauses. */
export function adviceWhy({ advice }: JudgedPayment): readonly string[] {
  return advice.reasons.map((reason) => adviceReasons[reason])
}

/** A moment of the chain as RFC 3339; null stays null. */
export function isoSeconds(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1000).toISOString()
}
