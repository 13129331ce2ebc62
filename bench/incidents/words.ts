// What the words of each contender mean in our classes, so that every one of them is scored by its own
// vocabulary. Where a word could be read in two ways, the reading is the one that favours the contender.

/** The vocabulary of one contender. */
export type Words = {
  /** The classes for which a word counts as right; the first one is charged when the word is wrong. */
  readonly accepts: Readonly<Record<string, readonly string[]>>
  /** The classes for which saying nothing counts as right. */
  readonly silence: readonly string[]
  /** Words after which nobody looks again: wrong ones are false clears. */
  readonly clears: readonly string[]
  /** Words that say "cannot tell". */
  readonly unknowns: readonly string[]
  /** Words that make somebody act; said of money that is none of ours they are false alarms. */
  readonly alarms: readonly string[]
}

/** Every class of a payment, in the order of the decision table. */
export const classes = [
  'out_of_window',
  'invalid_record',
  'duplicate_claim',
  'reversed_by_reorg',
  'indeterminate',
  'ambiguous',
  'pending_finality',
  'unrecorded_receipt',
  'unrelated_inflow',
  'asset_or_network_mismatch',
  'recipient_mismatch',
  'amount_short',
  'amount_over',
  'refunded',
  'refund_missing',
  'duplicate_charge',
  'matched',
  'charged_not_delivered',
  'unbooked_delivery',
  'orphaned_payment',
  'settled_unacknowledged',
  'refund_without_payment',
  'cancelled_after_service',
  'reverted_settlement',
  'open',
  'phantom_settlement',
  'no_charge',
] as const

const notAlarms: readonly string[] = [
  'out_of_window',
  'duplicate_claim',
  'indeterminate',
  'ambiguous',
  'pending_finality',
  'unrelated_inflow',
  'refunded',
  'matched',
  'open',
  'no_charge',
]

// Money arrived, and the books or the buyer do not know it.
const arrived = [
  'orphaned_payment',
  'charged_not_delivered',
  'settled_unacknowledged',
  'unbooked_delivery',
  'duplicate_charge',
  'refunded',
  'refund_missing',
]

// Tools without a window or a replay check owe no word about these, nor about what nobody can know.
const beside = [
  'out_of_window',
  'unrelated_inflow',
  'duplicate_claim',
  'indeterminate',
  'ambiguous',
  'invalid_record',
]

/** x402ops speaks in classes: each word is right for itself only, and silence never is. */
export const classWords: Words = {
  accepts: Object.fromEntries(classes.map((name) => [name, [name]])),
  silence: [],
  clears: ['matched', 'no_charge', 'open'],
  unknowns: ['indeterminate', 'ambiguous'],
  alarms: classes.filter((name) => !notAlarms.includes(name)),
}

/** What each contender's words mean, by its name. */
export const wordsOf: Readonly<Record<string, Words>> = {
  x402ops: classWords,
  x402trace: {
    accepts: {
      settled_on_chain: [...arrived, 'out_of_window'],
      value_mismatch: ['amount_short', 'amount_over'],
      recipient_mismatch: ['recipient_mismatch'],
      not_settled: ['no_charge', 'open', 'out_of_window'],
    },
    silence: ['matched', ...beside],
    clears: ['not_settled'],
    unknowns: [],
    alarms: ['settled_on_chain', 'value_mismatch', 'recipient_mismatch'],
  },
  ClawVille: {
    accepts: {
      matched: [...arrived, 'out_of_window'],
      manual: ['ambiguous', 'indeterminate', 'invalid_record'],
      waiting: ['open', 'out_of_window'],
      no_money: ['no_charge', 'out_of_window'],
    },
    silence: ['matched', ...beside],
    clears: ['matched', 'waiting', 'no_money'],
    unknowns: ['manual'],
    alarms: [],
  },
  'tx hash only': {
    accepts: {
      matched: ['matched', 'out_of_window'],
      phantom: ['phantom_settlement', 'reverted_settlement', 'cancelled_after_service'],
      no_charge: ['no_charge', 'out_of_window'],
    },
    silence: beside,
    clears: ['matched', 'no_charge'],
    unknowns: [],
    alarms: ['phantom'],
  },
}
