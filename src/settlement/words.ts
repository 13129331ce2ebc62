import type { AdviceReason } from '../payments/settlement/advice.ts'
import type { StateReason } from '../payments/settlement/from-case.ts'
import type { SettlementState } from '../payments/settlement/states.ts'

/** What each state means, in a few words. */
export const stateWords = {
  idle: 'signed, and not submitted as far as the books know',
  pending: 'submitted, and within the time a settlement takes',
  unresolved: 'what is known does not decide it',
  polling: 'it is being looked for',
  confirmed: 'the money moved',
  confirmed_late: 'the money moved, although somebody said otherwise',
  failed: 'its transaction reverted, and nothing can move any more',
  not_found: 'not on chain, though it still could come',
  cancelled: 'the payer cancelled the authorization; no money can move',
  expired_unused: 'the authorization ended unused; no money can move',
  reversed: 'it was on chain, and a reorganisation took it back',
} as const satisfies Readonly<Record<SettlementState, string>>

/** Why a payment is in its state, one clause each. */
export const stateReasons = {
  AUTHORIZATION_EXPIRED_UNUSED: 'its nonce is unused at a finalized block past its end',
  AUTHORIZATION_USABLE: 'the authorization can still be used',
  BOOKS_SAID_OTHERWISE: 'the books do not say that it settled',
  CANCELLED_ON_CHAIN: 'its cancellation stands in a finalized block',
  MINED_AFTER_ANSWER: 'it was mined after the buyer had his answer',
  MONEY_MOVED: 'its authorization was used and its transfer is there',
  NEVER_SUBMITTED: 'verification refused it, so it was never submitted',
  NOT_COVERED: 'not everything that could show it was read',
  NOTHING_FOUND: 'every block read, its nonce is unused',
  ONE_SOURCE: 'all of this is the word of one endpoint',
  REVERTED_ALONE: 'its transaction reverted, but another one can still use the authorization',
  REVERTED_AND_EXPIRED: 'its transaction reverted and its nonce is unused past its end',
  REVERTED_SIBLING: 'one transaction for it reverted, another one paid',
  SEVERAL_FIT: 'several transfers fit, and none of them is picked',
  SOURCES_CONTRADICT: 'what was seen contradicts itself, or was not answered',
  TAKEN_BACK_BY_REORG: 'an earlier run saw it in a block that is gone',
  WAITS_IN_POOL: 'its transaction waits to be mined',
  WITHIN_SETTLE_TIME: 'the request is younger than a settlement takes',
} as const satisfies Readonly<Record<StateReason, string>>

/** Why an advice is what it is, one clause each. */
export const adviceReasons = {
  ALREADY_DELIVERED: 'the books say that it was delivered already: not a second time',
  AMOUNT_SHORT: 'less money moved than was asked for',
  CAN_STILL_SETTLE: 'until then the money can still move',
  END_NOT_KNOWN: 'nothing says when waiting would end it',
  MOVED_TO_ANOTHER_ADDRESS: 'the money went to an address that is not yours',
  MOVED_ANOTHER_TOKEN: 'the money moved in another token than was asked for',
  NOT_FINAL_YET: 'its block does not count yet',
  NOT_THE_FIRST_CLAIM: 'another record has this payment already',
  NOTHING_CAN_MOVE: 'nothing moved and nothing can',
  NO_RECORD: 'no record tells what it paid for',
  PAID_TWICE: 'another payment serves the same purchase: pay one back',
  REFUNDED: 'it was paid back, on chain or as the books say',
  SERVED_UNPAID: 'the buyer was served, and no money came',
} as const satisfies Readonly<Record<AdviceReason, string>>

// Reasons of the reconciler in words: each stands alone behind "because".
const caseReasons: Readonly<Record<string, string>> = {
  CANCELLATION_NOT_FINAL: 'its cancellation is not final yet',
  METHOD_UNKNOWN: 'the books do not say how it was paid',
  NETWORK_NOT_READ: 'its network was not read',
  NODES_DISAGREE: 'the endpoints disagree',
  NODES_ON_DIFFERENT_CHAINS: 'the endpoints are on different chains',
  NONCE_MISSING: 'its record has no nonce',
  NONCE_STATE_NOT_READ: 'the state of its nonce was not read',
  NONCE_UNKNOWN: 'its nonce is not known',
  OFF_CHAIN: 'it settles off chain',
  PAYER_MISSING: 'its record has no payer',
  RECEIPT_CONTRADICTS_LOG: 'receipt and log contradict each other',
  RECEIPT_NOT_READ: 'its receipt was not read',
  SCHEME_UNREADABLE: 'its scheme leaves no traces that can be read here',
  SEVERAL_TRANSFERS_FIT: 'several transfers fit',
  TOKEN_NOT_NAMED: 'nothing says which token it is in',
  TRANSACTION_NOT_READ: 'its transaction was not read',
  TRANSACTION_OF_ANOTHER_PAYMENT: 'its transaction is that of another payment',
  TRANSFER_NOT_FOUND: 'its transfer was not found',
  UNRECORDED_PAYMENT_FITS: 'its payer paid as much in that time, and no record tells of it',
  USED_OUTSIDE_THE_BLOCKS_READ: 'its nonce is used, in blocks that were not read: try --since',
  VALID_BEFORE_MISSING: 'its record has no end',
  VALID_BEFORE_UNKNOWN: 'nothing says when it ends: give the payment header',
}

/** A reason of the reconciler in words; a new one stands as it is, which is better than nothing. */
export function caseReasonWords(reason: string): string {
  return caseReasons[reason] ?? reason.toLowerCase().replaceAll('_', ' ')
}
