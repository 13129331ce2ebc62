import type { Explanations } from '../core/explanation.ts'

const open = 'To act on a guess means to pay twice, to refund twice, or to serve for nothing.'
const paid = 'A buyer who paid is owed what he bought, or his money.'
const safe = 'A new payment is safe only when the old one can never move money any more.'
const nodes = 'A node that lies, lags or leaves logs out makes a payment look as if it had not happened.'

/** What the codes of one payment's life mean. */
export const explanations: Explanations = {
  SETTLEMENT_IDLE: ['It is known that the payment was signed and never submitted.', open],
  SETTLEMENT_PENDING: ['The payment was submitted and is within the time that a settlement takes.', open],
  SETTLEMENT_UNRESOLVED: [
    'Facts are missing, or they do not decide; a reverted transaction alone does not.',
    open,
  ],
  SETTLEMENT_POLLING: ['The chain is asked again and again for the payment.', open],
  SETTLEMENT_CONFIRMED: [
    'The transfer is on chain, in a block that counts.',
    paid,
    'Deliver, once, if nothing was delivered.',
  ],
  SETTLEMENT_CONFIRMED_LATE: [
    'The transfer is on chain, and books or answer said failed, time-out or pending.',
    paid,
  ],
  SETTLEMENT_FAILED: ['The transaction reverted; the authorization expired unused at a final block.', safe],
  SETTLEMENT_NOT_FOUND: ['Everything was read and nothing found; the authorization can still be used.', open],
  SETTLEMENT_CANCELLED: ['The payer cancelled the authorization, and that is final.', safe],
  SETTLEMENT_EXPIRED_UNUSED: ['The authorization expired, and its nonce is unused in a final block.', safe],
  SETTLEMENT_REVERSED: ['The block of the payment is no longer part of the chain.', open],
  SETTLEMENT_SERVED_UNPAID: [
    'It was served or booked as paid, and no money moved or can.',
    'The service gave something away.',
  ],
  SETTLEMENT_SIGNATURE_UNPROVEN: [
    'The header that was given is not proven to be signed by the payer whom it names.',
    'Anybody can write the name of somebody else into a header.',
  ],
  SETTLEMENT_TERMS_DIFFER: ['Amount, token or recipient on chain are not those that were asked for.', paid],
  SETTLEMENT_REFERENCE_UNKNOWN: ['Neither records, saved runs nor the chain know the reference.', open],
  SETTLEMENT_REFERENCE_AMBIGUOUS: ['One name belongs to several payments, and none was picked.', open],
  SETTLEMENT_CHAIN_NOT_READ: ['No endpoint of the network could be read.', nodes],
  SETTLEMENT_ENDPOINTS_DISAGREE: ['Two endpoints say different things about this payment.', nodes],
  SETTLEMENT_ONE_ENDPOINT: ['One endpoint alone was asked or answered.', nodes],
  SETTLEMENT_WINDOW_ASSUMED: ['No time of the payment is known, so the last day was searched.', open],
  SETTLEMENT_TIMING_ASSUMED: [
    'The network is not known, so its settle time and finality are taken from a default.',
    'A wait that is too short looks like a loss.',
    'Wait longer than it says, or look in an explorer of that network.',
  ],
}
