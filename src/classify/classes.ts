/** What kind of failure it is. The one list; everything that is classified ends as one of these. */
export type FailureClass =
  | 'duplicate'
  | 'indeterminate'
  | 'transfer-mismatch'
  | 'compliance'
  | 'permanent-config'
  | 'permanent-client'
  | 'infrastructure'
  | 'gate-closed'
  | 'customer-input'
  | 'transient'
  | 'unknown'

/** Who can do something about it. */
export type Owner = 'us' | 'facilitator' | 'chain' | 'payer' | 'unknown'

/**
 * Does it count for a circuit breaker in front of the facilitator? `repeated` = only when several payers see it:
 * a single payer could cause it on purpose.
 */
export type Breaker = 'yes' | 'no' | 'repeated'

/** May it be tried again? SAFE_TO_RETRY, a new payment, is said only when the chain proves that no money moved. */
export type Retry = 'DO_NOT_RETRY' | 'WAIT' | 'SAME_PAYMENT' | 'AFTER_FIX' | 'SAFE_TO_RETRY' | 'UNKNOWN'

/** What is said about one failure. */
export type Rule = {
  readonly class: FailureClass
  readonly owner: Owner
  readonly breaker: Breaker
  readonly retry: Retry
  /** The slug of the playbook, or null. */
  readonly playbook: string | null
  /** One sentence. */
  readonly means: string
}

/** What a class means when its row says nothing else. */
export type ClassWords = Omit<Rule, 'means' | 'class'> & {
  readonly title: string
  readonly means: string
  readonly why: string
  readonly do: string
}

/**
 * Every class and its words. The order decides when two codes of one answer disagree: what could hide money that
 * moved comes first.
 */
export const classes = {
  duplicate: {
    ...{ owner: 'unknown', breaker: 'no', retry: 'DO_NOT_RETRY', playbook: 'duplicate-charge' },
    title: 'this payment was used before',
    means: 'The nonce or transaction is used: it was paid or cancelled earlier, perhaps without delivery.',
    why: 'The error hides that the money moved the first time; the buyer may have nothing for it.',
    do: 'Find the original by its nonce, and deliver or refund that one.',
  },
  indeterminate: {
    ...{ owner: 'unknown', breaker: 'no', retry: 'WAIT', playbook: 'orphaned-payment' },
    title: 'nobody knows yet whether the money moved',
    means: 'The payment was handed over, and the answer does not say what became of it.',
    why: 'Such payments are often mined later; whoever pays again then has paid twice.',
    do: 'Look it up by payer and nonce (x402ops settlement show) until the chain answers; nobody pays again.',
  },
  'transfer-mismatch': {
    ...{ owner: 'unknown', breaker: 'no', retry: 'DO_NOT_RETRY', playbook: 'phantom-settlement' },
    title: 'a transaction is there, but not the transfer that was due',
    means: 'The transaction succeeded, and the expected transfer to the recipient was not found in it.',
    why: 'Money may have gone elsewhere, or a token does not do what it says.',
    do: 'Read the logs of the transaction by hand before anything is delivered or refunded.',
  },
  compliance: {
    ...{ owner: 'payer', breaker: 'no', retry: 'DO_NOT_RETRY', playbook: null },
    title: 'refused for reasons of law',
    means: 'The facilitator refuses this payer, recipient or place.',
    why: 'To work around it is not yours to decide.',
    do: 'Do not retry and do not route around it; hand it to whoever answers for compliance.',
  },
  'permanent-config': {
    ...{ owner: 'us', breaker: 'no', retry: 'AFTER_FIX', playbook: 'wrong-terms' },
    title: 'the terms or the set-up of the seller are wrong',
    means: 'No payment for these terms can be accepted until they are corrected.',
    why: 'Every payer fails, and each of them signs for nothing.',
    do: 'Compare the terms of the route with the facilitator and the token: x402ops matrix --chain.',
  },
  'permanent-client': {
    ...{ owner: 'payer', breaker: 'no', retry: 'AFTER_FIX', playbook: null },
    title: 'this payment cannot be accepted as it is',
    means: 'The payment itself is wrong: its signature, amount, time, or the funds behind it.',
    why: 'It says nothing about the service, unless many payers fail with one reason: then our terms are wrong.',
    do: 'The payer changes the payment. If it was ever handed to settle, look up its nonce first.',
  },
  infrastructure: {
    ...{ owner: 'facilitator', breaker: 'yes', retry: 'SAME_PAYMENT', playbook: 'facilitator-outage' },
    title: 'the facilitator or its node failed',
    means: 'Something between the service and the chain is down, refuses us, or cannot do its work.',
    why: 'Verify and settle fail for everybody until it is repaired.',
    do: 'Look up the nonce once; if it is unused, the same signed payment may be presented again later.',
  },
  'gate-closed': {
    ...{ owner: 'us', breaker: 'no', retry: 'SAME_PAYMENT', playbook: 'circuit-open' },
    title: 'a gate in front of the paid route is closed',
    means: 'A circuit breaker, shield or preflight turned the request away before any payment.',
    why: 'Nothing was charged; the gate opens again by itself or when its cause is gone.',
    do: 'Wait as long as Retry-After says, and look at what closed it.',
  },
  'customer-input': {
    ...{ owner: 'payer', breaker: 'no', retry: 'AFTER_FIX', playbook: null },
    title: 'the request itself was refused',
    means: 'The input of the caller was refused: it cannot be read, or names an address that is not fetched.',
    why: 'That is no outage and is never charged.',
    do: 'Tell the caller what is wrong with the input; do not open an incident.',
  },
  transient: {
    ...{ owner: 'unknown', breaker: 'repeated', retry: 'SAME_PAYMENT', playbook: null },
    title: 'passes by itself',
    means: 'A limit, a lag or a broken connection: the same request can succeed a moment later.',
    why: 'Rare ones are normal; many at once are an incident of the node or the facilitator.',
    do: 'Present the same signed payment again after 0.5, 1 and 2 s; a newly signed one could pay twice.',
  },
  unknown: {
    ...{ owner: 'unknown', breaker: 'no', retry: 'UNKNOWN', playbook: null },
    title: 'not known',
    means: 'No rule knows this failure, so nothing is said about the money.',
    why: 'A guess here could make somebody pay twice or be served for nothing.',
    do: 'Look the payment up by payer and nonce, and pass the text on to who wrote it.',
  },
} as const satisfies Record<FailureClass, ClassWords>

/** All classes, the one that could hide moved money first. */
export const classOrder = Object.keys(classes) as readonly FailureClass[]

/** A rule with the words of its class wherever it says nothing else. */
export function ruleOf(
  name: FailureClass,
  means: string,
  other: Partial<Omit<Rule, 'class' | 'means'>> = {},
): Rule {
  const { owner, breaker, retry, playbook } = classes[name]
  return { class: name, owner, breaker, retry, playbook, means, ...other }
}
