import type { Verdict } from '../core/verdict.ts'
import type { CaseFacts } from '../payments/case.ts'

/** The classes of payments. They exclude each other: the first row of the table that fits wins. */
export type Outcome =
  | 'OUT_OF_WINDOW'
  | 'INVALID_RECORD'
  | 'DUPLICATE_CLAIM'
  | 'REVERSED_BY_REORG'
  | 'INDETERMINATE'
  | 'AMBIGUOUS'
  | 'PENDING_FINALITY'
  | 'UNRECORDED_RECEIPT'
  | 'UNRELATED_INFLOW'
  | 'ASSET_OR_NETWORK_MISMATCH'
  | 'RECIPIENT_MISMATCH'
  | 'AMOUNT_SHORT'
  | 'AMOUNT_OVER'
  | 'REFUNDED'
  | 'REFUND_MISSING'
  | 'DUPLICATE_CHARGE'
  | 'MATCHED'
  | 'CHARGED_NOT_DELIVERED'
  | 'UNBOOKED_DELIVERY'
  | 'ORPHANED_PAYMENT'
  | 'SETTLED_UNACKNOWLEDGED'
  | 'REFUND_WITHOUT_PAYMENT'
  | 'CANCELLED_AFTER_SERVICE'
  | 'REVERTED_SETTLEMENT'
  | 'OPEN'
  | 'PHANTOM_SETTLEMENT'
  | 'NO_CHARGE'

type Row = { readonly when: (facts: CaseFacts) => boolean; readonly outcome: Outcome | null }

const present = (f: CaseFacts) => f.books !== 'absent'
const claimed = (f: CaseFacts) => f.books === 'settled' || f.response === 'ok'
const contradicts = (f: CaseFacts) =>
  f.effect === 'unknown' ||
  (f.nonce === 'used' && f.effect === 'none') ||
  ((f.nonce === 'unused' || f.nonce === 'cancelled') && f.effect !== 'none')

/** Money is there: the rows below `AMBIGUOUS` that need exactly one effect. */
const paid: readonly Row[] = [
  { when: (f) => f.books === 'absent' && f.finality === 'below', outcome: 'PENDING_FINALITY' },
  { when: (f) => f.books === 'absent' && f.marked, outcome: 'UNRECORDED_RECEIPT' },
  { when: (f) => f.books === 'absent', outcome: 'UNRELATED_INFLOW' },
  { when: (f) => !f.sameAsset, outcome: 'ASSET_OR_NETWORK_MISMATCH' },
  { when: (f) => !f.sameRecipient, outcome: 'RECIPIENT_MISMATCH' },
  { when: (f) => f.amount === 'short', outcome: 'AMOUNT_SHORT' },
  { when: (f) => f.amount === 'over', outcome: 'AMOUNT_OVER' },
  { when: (f) => f.finality === 'below', outcome: 'PENDING_FINALITY' },
  { when: (f) => f.books === 'refunded' && f.refundFound, outcome: 'REFUNDED' },
  { when: (f) => f.books === 'refunded', outcome: 'REFUND_MISSING' },
  { when: (f) => f.duplicate, outcome: 'DUPLICATE_CHARGE' },
  { when: (f) => f.books === 'settled' && f.response !== 'error', outcome: 'MATCHED' },
  { when: (f) => f.books === 'settled', outcome: 'CHARGED_NOT_DELIVERED' },
  { when: (f) => f.books === 'failed' && f.response === 'ok', outcome: 'UNBOOKED_DELIVERY' },
  { when: (f) => f.books === 'failed', outcome: 'ORPHANED_PAYMENT' },
  { when: () => true, outcome: 'SETTLED_UNACKNOWLEDGED' },
]

/** No money was found: what that means depends on whether its absence is proven. */
const unpaid: readonly Row[] = [
  { when: (f) => f.books === 'absent', outcome: null },
  { when: (f) => !f.covered || f.nonce === 'unknown', outcome: 'INDETERMINATE' },
  { when: (f) => f.books === 'refunded' && f.refundFound, outcome: 'REFUND_WITHOUT_PAYMENT' },
  { when: (f) => f.nonce === 'cancelled' && claimed(f), outcome: 'CANCELLED_AFTER_SERVICE' },
  { when: (f) => f.reverted && claimed(f), outcome: 'REVERTED_SETTLEMENT' },
  { when: (f) => !f.expired && f.nonce !== 'cancelled', outcome: 'OPEN' },
  { when: claimed, outcome: 'PHANTOM_SETTLEMENT' },
  { when: () => true, outcome: 'NO_CHARGE' },
]

const table: readonly Row[] = [
  { when: (f) => !f.inWindow, outcome: 'OUT_OF_WINDOW' },
  { when: (f) => present(f) && !f.hasKey, outcome: 'INVALID_RECORD' },
  { when: (f) => present(f) && !f.isFirstClaim, outcome: 'DUPLICATE_CLAIM' },
  { when: (f) => f.finality === 'removed', outcome: 'REVERSED_BY_REORG' },
  { when: contradicts, outcome: 'INDETERMINATE' },
  { when: (f) => f.effect === 'many', outcome: 'AMBIGUOUS' },
  ...paid.map((row) => ({ ...row, when: (f: CaseFacts) => f.effect === 'one' && row.when(f) })),
  ...unpaid,
]

/** The class of a payment; null when neither books nor chain know anything. Pure and total. */
export function outcomeOf(facts: CaseFacts): Outcome | null {
  const row = table.find((candidate) => candidate.when(facts))
  if (row === undefined) throw new Error('the decision table has a hole')
  return row.outcome
}

/** The verdict of each class, where flags do not change it. */
export const verdictOfOutcome = {
  OUT_OF_WINDOW: 'SKIP',
  INVALID_RECORD: 'WARN',
  DUPLICATE_CLAIM: 'INFO',
  REVERSED_BY_REORG: 'FAIL',
  INDETERMINATE: 'UNKNOWN',
  AMBIGUOUS: 'UNKNOWN',
  PENDING_FINALITY: 'INFO',
  UNRECORDED_RECEIPT: 'WARN',
  UNRELATED_INFLOW: 'INFO',
  ASSET_OR_NETWORK_MISMATCH: 'FAIL',
  RECIPIENT_MISMATCH: 'FAIL',
  AMOUNT_SHORT: 'FAIL',
  AMOUNT_OVER: 'WARN',
  REFUNDED: 'INFO',
  REFUND_MISSING: 'FAIL',
  DUPLICATE_CHARGE: 'FAIL',
  MATCHED: 'PASS',
  CHARGED_NOT_DELIVERED: 'FAIL',
  UNBOOKED_DELIVERY: 'WARN',
  ORPHANED_PAYMENT: 'FAIL',
  SETTLED_UNACKNOWLEDGED: 'WARN',
  REFUND_WITHOUT_PAYMENT: 'FAIL',
  CANCELLED_AFTER_SERVICE: 'FAIL',
  REVERTED_SETTLEMENT: 'FAIL',
  OPEN: 'INFO',
  PHANTOM_SETTLEMENT: 'FAIL',
  NO_CHARGE: 'INFO',
} as const satisfies Record<Outcome, Verdict>
