import type { PaymentCase } from '../case.ts'
import { isRecorded, type StateReading } from './from-case.ts'
import { isDead, isPaid } from './states.ts'

/** What the operator does with the purchase. */
export type Action = 'deliver' | 'wait' | 'reject' | 'unknown'

/** May the payer pay once more? Only SAFE_TO_RETRY says so. */
export type Retry = 'SAFE_TO_RETRY' | 'DO_NOT_RETRY' | 'WAIT' | 'UNKNOWN'

/** Why an advice is what it is; the sentences stand in the catalogue of `settlement`. */
export type AdviceReason =
  | 'ALREADY_DELIVERED'
  | 'AMOUNT_SHORT'
  | 'CAN_STILL_SETTLE'
  | 'END_NOT_KNOWN'
  | 'MOVED_TO_ANOTHER_ADDRESS'
  | 'MOVED_ANOTHER_TOKEN'
  | 'NOT_FINAL_YET'
  | 'NOT_THE_FIRST_CLAIM'
  | 'NOTHING_CAN_MOVE'
  | 'NO_RECORD'
  | 'PAID_TWICE'
  | 'REFUNDED'
  | 'SERVED_UNPAID'

/** The answer to both questions. `until` in Unix seconds: with `wait`, when the answer can be had; null = not known. */
export type Advice = {
  readonly action: Action
  readonly until: number | null
  readonly retry: Retry
  readonly reasons: readonly AdviceReason[]
}

/** What takes the goods off a payment although the money moved; null when nothing does. */
function objectionTo(item: PaymentCase): AdviceReason | null {
  const { facts } = item
  if (!facts.sameAsset) return 'MOVED_ANOTHER_TOKEN'
  if (!facts.sameRecipient) return 'MOVED_TO_ANOTHER_ADDRESS'
  if (facts.amount === 'short') return 'AMOUNT_SHORT'
  // A refund beside the chain (a credit, a card) is known to the books alone.
  if (facts.refundFound || facts.books === 'refunded') return 'REFUNDED'
  if (facts.duplicate) return 'PAID_TWICE'
  if (!facts.isFirstClaim) return 'NOT_THE_FIRST_CLAIM'
  // Whoever read the chain can name a payment that was made; only our own books say what it was for.
  return isRecorded(item) ? null : 'NO_RECORD'
}

/** Is a payment in doubt because its payer paid otherwise? Waiting will not tell which of them it was. */
function isDoubted({ reasons }: PaymentCase): boolean {
  return reasons.includes('TRANSACTION_OF_ANOTHER_PAYMENT') || reasons.includes('UNRECORDED_PAYMENT_FITS')
}

/** By when the block of a payment is final; null where its time is not known. */
const finalBy = ({ blockTime }: PaymentCase, finalAfterMs: number) =>
  blockTime === null ? null : blockTime + Math.ceil(finalAfterMs / 1000)

function forPaid(item: PaymentCase, { firmness }: StateReading, finalAfterMs: number): Advice {
  const no = { until: null, retry: 'DO_NOT_RETRY' } as const
  const objection = objectionTo(item)
  if (objection !== null) return { ...no, action: 'unknown', reasons: [objection] }
  if (firmness === 'provisional')
    return { ...no, action: 'wait', until: finalBy(item, finalAfterMs), reasons: ['NOT_FINAL_YET'] }
  const isServed = item.facts.response === 'ok'
  return { ...no, action: 'deliver', reasons: isServed ? ['ALREADY_DELIVERED'] : [] }
}

function forDead(item: PaymentCase): Advice {
  const { facts } = item
  const served = facts.response === 'ok' ? (['SERVED_UNPAID'] as const) : []
  if (!facts.isFirstClaim) {
    return { action: 'unknown', until: null, retry: 'UNKNOWN', reasons: ['NOT_THE_FIRST_CLAIM'] }
  }
  return {
    action: 'reject',
    until: null,
    retry: 'SAFE_TO_RETRY',
    reasons: ['NOTHING_CAN_MOVE', ...served],
  }
}

/**
 * What to do about a payment in this state. SAFE_TO_RETRY comes only from a state that proves that nothing moved
 * and nothing can. `finalAfterMs` is how long the network takes to make a block final: the proof of absence
 * stands in a finalized block past the end of the authorization. Pure.
 */
export function advise(
  item: PaymentCase,
  reading: StateReading,
  { finalAfterMs }: { readonly finalAfterMs: number },
): Advice {
  if (isPaid(reading.state)) return forPaid(item, reading, finalAfterMs)
  if (isDead(reading.state)) return forDead(item)
  // A nonce that is gone while no transfer was found will not become a payment by waiting.
  const isGone = item.facts.nonce === 'used' || item.facts.effect === 'many' || isDoubted(item)
  if (item.validBefore === null || isGone) {
    return { action: 'unknown', until: null, retry: 'UNKNOWN', reasons: ['END_NOT_KNOWN'] }
  }
  const until = item.validBefore + Math.ceil(finalAfterMs / 1000)
  return { action: 'wait', until, retry: 'WAIT', reasons: ['CAN_STILL_SETTLE'] }
}

/** The answer where nothing at all was found: never a reason to reject, and never one to pay again. */
export const nothingKnown: Advice = {
  action: 'unknown',
  until: null,
  retry: 'UNKNOWN',
  reasons: ['NO_RECORD'],
}
