import type { Explanation } from '../core/explanation.ts'
import type { SettlementState } from '../payments/settlement/states.ts'

const open = 'To act on a guess means to pay twice, to refund twice, or to serve for nothing.'
const paid = 'A buyer who paid is owed what he bought, or his money.'

/** What the states of a payment mean: a few words, then as in every room. */
export const stateWords = {
  idle: [
    'signed, never submitted',
    ['It is known that the payment was never submitted.', open, 'Wait for the buyer.'],
  ],
  pending: [
    'submitted',
    [
      'The payment was submitted and is within the time that a settlement takes.',
      open,
      'Wait; do not ask for another one.',
    ],
  ],
  unresolved: [
    'not decided',
    [
      'Nobody knows whether the money moved; a reverted or lost transaction alone does not decide.',
      open,
      'Look again: x402ops settlement show.',
    ],
  ],
  polling: [
    'being looked for',
    ['The chain is asked again and again for the payment.', open, 'Wait for a state that ends it.'],
  ],
  confirmed: ['paid', ['The money moved, and the block counts.', paid, 'Deliver, once.']],
  confirmed_late: [
    'paid after all',
    [
      'The money moved after the service had said that it failed, or that it still waits.',
      paid,
      'Deliver or refund, once; never ask for another payment.',
    ],
  ],
  failed: [
    'failed for good',
    [
      'The transaction reverted, the authorization expired, and its nonce is unused in a final block.',
      'Only now is a new payment safe.',
      'A new payment may be asked for.',
    ],
  ],
  not_found: [
    'not found, and still possible',
    [
      'It was looked for everywhere and not found; it can still come until it expires.',
      open,
      'Wait until it expires, then look again.',
    ],
  ],
  cancelled: [
    'called off',
    [
      'The payer cancelled the authorization, and that is final.',
      'What was delivered for it is not paid.',
      'A new payment may be asked for.',
    ],
  ],
  expired_unused: [
    'expired without being used',
    [
      'The authorization expired, and its nonce is unused in a final block.',
      'Only now is a new payment safe.',
      'A new payment may be asked for.',
    ],
  ],
  reversed: [
    'taken back by the chain',
    [
      'The payment was on chain, and a reorganisation took its block back.',
      open,
      'Hold the delivery and look again when the chain is final.',
    ],
  ],
} as const satisfies Record<SettlementState, readonly [title: string, Explanation]>
