import type { Because, HeldReason } from './owed.ts'

/** Why a payment goes back, in words. */
export const becauseWords = {
  NOT_DELIVERED: 'paid, and not delivered',
  PAID_TWICE: 'paid twice for one thing',
  OVERPAID: 'more was paid than asked for',
} as const satisfies Readonly<Record<Because, string>>

/** The same for a column. */
export const becauseShort = {
  NOT_DELIVERED: 'not delivered',
  PAID_TWICE: 'paid twice',
  OVERPAID: 'overpaid',
} as const satisfies Readonly<Record<Because, string>>

/** Why a payment is held back, in words. */
export const heldWords = {
  BOOKS_SAY_REFUNDED: 'the books say that it was refunded, the chain shows no refund',
  DELIVERY_UNKNOWN: 'nobody wrote down what the buyer got',
  OTHER_TOKEN: 'another token or network was paid than was asked for',
  OTHER_RECIPIENT: 'the money went to another address than asked for',
  NO_RECORD: 'no record says what it was for',
  PAYER_NOT_PROVEN: 'the chain does not show who authorized it',
  PAYER_IS_OURS: 'the payer is an address of yours or the token itself',
  UNIT_UNKNOWN: 'the profile does not take this token',
  NOT_EVM: 'refunds are planned on EVM networks only',
  NAMED_TWICE: 'two payments of the run claim the same transfer',
  MAYBE_REFUNDED: 'money went back to this payer, and it is not clear for which payment',
  REFUNDS_NOT_READ: 'nobody could look whether it went back already',
  BOOK_DIFFERS: 'the refund book names another amount or another payee',
  BOOK_DAMAGED: 'the refund book cannot be read, so what was sent is not known',
  EVENT_UNCLEAR: 'refund events fit, and it is not clear for which payment or how much',
} as const satisfies Readonly<Record<HeldReason, string>>
