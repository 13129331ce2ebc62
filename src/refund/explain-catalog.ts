import type { Explanations } from '../core/explanation.ts'

const owed = 'Somebody paid and got nothing for it; without a chargeback only you can give it back.'
const twice = 'A refund cannot be called back, so whatever is unclear is never in a plan.'
const none = 'Nothing has to be done.'

/** What the codes of refund plans mean. */
export const explanations: Explanations = {
  REFUND_DUE: ['A final payment that is not billable has not gone back to its payer.', owed],
  REFUND_MISSING: ['The same, and the refund events that were given do not tell of it.', owed],
  REFUND_PARTIAL: ['The book or an event says that a part of it went back.', owed, none],
  REFUND_HELD: ['It may be owed, but a proof is missing or something like a refund exists.', twice],
  REFUND_WAITS: ['It looks owed, and its block can still be taken back.', twice],
  REFUND_UNDECIDED: ['The run could not tell what became of these payments.', twice],
  REFUND_DONE: ['It was owed, and went back, is on its way or was refused.', twice, none],
  REFUND_EVENT_UNMATCHED: [
    'Somebody or something refunded a payment that the run does not call owed.',
    'Automatic refunds may pay back what was delivered.',
  ],
  REFUND_EVENT_UNKEYED: [
    'The credit waits for whoever comes from that address or with that token.',
    'Buyers behind one address share it: the one who paid may never see his credit.',
  ],
  REFUND_EVENT_UNREAD: ['The line names no payer and no payment, or is no valid data.', twice],
  REFUND_OFFLINE: ['With --offline only the refunds are known that the saved run saw.', twice],
  REFUND_RUN_INCOMPLETE: ['A part of the window, of the books or of the chain was not read.', owed],
}
