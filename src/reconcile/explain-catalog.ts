import type { Explanations } from '../core/explanation.ts'

const owed = 'The buyer paid and has nothing for it.'
const lost = 'The service gave something away and was not paid.'
const elsewhere = 'Money that went to a wrong place cannot be called back.'
const open = 'To act on a guess means to pay twice, to refund twice, or to serve for nothing.'
const absent = '"Not paid" counts only where every block was read and the nonce can no longer be used.'
const nodes = 'A node that lies, lags or leaves logs out makes a payment look as if it had not happened.'
const books = 'A payment whose record cannot be used looks as if nobody had recorded it.'
const calm = 'It is listed so that the accounts add up.'
const none = 'Nothing has to be done.'

/** What the codes of reconcile mean. */
export const explanations: Explanations = {
  OUT_OF_WINDOW: [
    'The record or the money belongs to a time that was not asked for.',
    calm,
    'Widen --since to judge it.',
  ],
  INVALID_RECORD: ['The record names neither nonce nor transaction, so no money can be joined to it.', books],
  DUPLICATE_CLAIM: [
    'Two records claim one and the same payment.',
    'One of the two deliveries was not paid for.',
  ],
  REVERSED_BY_REORG: ['A block that held the payment is no longer part of the chain.', lost],
  INDETERMINATE: ['Facts are missing that decide whether the money moved; the reasons are named.', open],
  AMBIGUOUS: ['Several transfers could be this payment, and nothing tells them apart.', open],
  PENDING_FINALITY: [
    'The payment is on chain, in a block that can still be taken back.',
    open,
    'Wait and run again.',
  ],
  UNRECORDED_RECEIPT: ['Money with the mark of an x402 payment arrived, and no record knows it.', owed],
  UNRELATED_INFLOW: ['Money arrived that is no x402 payment.', calm, none],
  ASSET_OR_NETWORK_MISMATCH: [
    'The payment was made in another token or on another network than the record asks for.',
    elsewhere,
  ],
  RECIPIENT_MISMATCH: ['The payment went to an address that is not in the profile.', elsewhere],
  AMOUNT_SHORT: ['Less moved than the route requires.', lost],
  AMOUNT_OVER: ['More moved than the route requires.', 'The difference belongs to the buyer.'],
  REFUNDED: ['The payment and a transfer of the same amount back to the payer are both final.', calm, none],
  REFUND_MISSING: ['The books say refunded, every block was read, and no refund is there.', owed],
  DUPLICATE_CHARGE: ['Two payments serve one purchase.', 'The buyer paid twice for one thing.'],
  MATCHED: ['Record, answer and chain agree.', calm, none],
  CHARGED_NOT_DELIVERED: ['The payment is booked and on chain, and the answer was an error.', owed],
  UNBOOKED_DELIVERY: [
    'The payment is on chain and was served, and the books call it failed.',
    'Whoever goes by the books refunds it.',
  ],
  ORPHANED_PAYMENT: ['The money moved after the service had given up; the books say failed.', owed],
  SETTLED_UNACKNOWLEDGED: ['The money moved, and the record still waits.', owed],
  REFUND_WITHOUT_PAYMENT: ['Money was paid back for a payment that never moved any.', lost],
  CANCELLED_AFTER_SERVICE: ['The payer called the authorization off after he had been served.', lost],
  REVERTED_SETTLEMENT: ['The transaction that was booked as paid was mined and failed.', lost],
  OPEN: ['Nothing moved, and the authorization can still be used.', open],
  PHANTOM_SETTLEMENT: ['Booked or served as paid; nothing moved and nothing can any more.', lost],
  NO_CHARGE: ['Not paid, not served as paid, and the authorization can no longer be used.', absent, none],
  RECONCILE_BALANCE_DIFFERS: [
    'The balance of the address moved by another amount than its logs show.',
    nodes,
  ],
  RECONCILE_BALANCE_NOT_READ: ['The balance at both ends of the window could not be read.', nodes],
  RECONCILE_PAYMENT_MOVED: [
    'A reorganisation put payments into other blocks; they are still paid.',
    calm,
    none,
  ],
  RECONCILE_MEMORY_DAMAGED: ['The file of payments that were not final cannot be read.', open],
  RECONCILE_PROOF_FAILED: ['What an endpoint said does not lead to the hash of the block.', nodes],
  RECONCILE_NOT_PROVEN: [
    'Some verdicts could not be proven against block headers.',
    nodes,
    'Use an endpoint that serves eth_getProof.',
  ],
  RECONCILE_CLOCKS_DIFFER: [
    'The times of the records are hours away from those of their blocks.',
    'The window misses payments at one end.',
  ],
  RECONCILE_PAYMENT_RESPONSE_MISSING: [
    'Paid answers did not carry the settlement header.',
    'Buyers cannot tell what they paid, and pay again.',
  ],
  RECONCILE_POSSIBLE_DUPLICATE: [
    'A payer paid the same route again soon after a payment that was not delivered.',
    owed,
  ],
  RECONCILE_RECORDS_DIFFER: [
    'Records name another payer, recipient or transaction than the chain.',
    'Refunds by such records go astray.',
  ],
  RECONCILE_SETTLES_BEFORE_WORK: ['The route settles before it does the work.', owed],
  RECONCILE_UNVERIFIED_WORK: [
    'The records show work that began before the payment was verified, or although it was refused.',
    'Whoever sends a payment that is worth nothing gets the work for nothing.',
  ],
  RECONCILE_CHAIN_NOT_READ: ['No endpoint of a network could be read.', absent],
  RECONCILE_BLOCKS_MISSING: ['Parts of the window were answered by nobody.', absent],
  RECONCILE_CHAIN_BEHIND: ['The endpoint has not reached the end of the window.', absent],
  RECONCILE_ENDPOINTS_DISAGREE: ['Two endpoints say different things about one place of the chain.', nodes],
  RECONCILE_ENDPOINT_QUARANTINED: ['Two others contradicted an endpoint, so it was left out.', nodes],
  RECONCILE_ENDPOINT_DISTRUSTED: ['The only endpoint said two things that cannot both be true.', nodes],
  RECONCILE_ENDPOINT_QUIET: [
    'The only endpoint showed not one log, which an endpoint without logs does, too.',
    nodes,
  ],
  RECONCILE_ENDPOINT_SILENT: ['One of several endpoints did not answer.', nodes],
  RECONCILE_LOGS_DROPPED: ['An endpoint sent logs of other blocks or tokens than were asked for.', nodes],
  RECONCILE_ONE_SOURCE: [
    'Everything rests on the word of one endpoint.',
    nodes,
    'Add a second --rpc endpoint.',
  ],
  RECONCILE_BOOKS_NOT_READ: ['The deadline ended before records and chain were compared.', books],
  RECONCILE_ROWS_REJECTED: ['Rows could not be understood and were left out.', books],
  RECONCILE_FIELDS_UNREAD: ['Rows were left out, and some of their fields have unknown names.', books],
  RECONCILE_NO_RECORDS: ['Not one row of the records is a payment.', books],
  RECONCILE_NO_PAYMENTS: ['Neither records nor chain show a payment in the window.', calm, none],
}
