import type { Outcome } from '../../src/reconcile/outcome.ts'

/** What happened to one payment of the history. */
export type Story = {
  readonly name: string
  /** What the books say of it; null = no record was written. */
  readonly record: {
    readonly state: 'settled' | 'failed' | 'pending' | 'refunded'
    readonly status: number
    /** Which transaction the record names: its own, none, one that never was, or that of the payment before. */
    readonly tx: 'own' | 'none' | 'lost' | 'before'
  } | null
  /** What the chain shows of it. */
  readonly chain:
    | 'paid'
    | 'nothing'
    | 'cancelled'
    | 'reverted'
    | 'plain'
    | 'refund'
    | 'stranger'
    | 'elsewhere'
  /** Takes payer and request, or payer and nonce, from the payment before it. */
  readonly before?: 'request' | 'nonce' | 'payer'
  /** What moves, when it is not the price. */
  readonly moved?: (price: number) => number
  /** The class of its case; null = it is no case of ours. */
  readonly outcome: Outcome | null
}

const settled = { state: 'settled', status: 200, tx: 'own' } as const
const failed = { state: 'failed', status: 402, tx: 'none' } as const

/** The payment that most of the history is made of. */
export const matched: Story = { name: 'matched', record: settled, chain: 'paid', outcome: 'MATCHED' }

/** What the payment is that the next one pays back. */
export const paidBack: Story = {
  name: 'paid back',
  record: { state: 'refunded', status: 500, tx: 'own' },
  chain: 'paid',
  outcome: 'REFUNDED',
}

/** The refund itself: a transfer of ours to the payer of the payment before it. */
const refund: Story = { name: 'refund', record: null, chain: 'refund', before: 'payer', outcome: null }

/** Everything that goes wrong, each once in as many payments as the history says. */
export const odd: readonly Story[] = [
  { name: 'orphaned', record: failed, chain: 'paid', outcome: 'ORPHANED_PAYMENT' },
  {
    name: 'phantom',
    record: { ...settled, tx: 'lost' },
    chain: 'nothing',
    outcome: 'PHANTOM_SETTLEMENT',
  },
  { name: 'never paid', record: failed, chain: 'nothing', outcome: 'NO_CHARGE' },
  { name: 'unrecorded', record: null, chain: 'paid', outcome: 'UNRECORDED_RECEIPT' },
  {
    name: 'too little',
    record: settled,
    chain: 'paid',
    moved: (price) => price - 1,
    outcome: 'AMOUNT_SHORT',
  },
  { name: 'too much', record: settled, chain: 'paid', moved: (price) => price + 1, outcome: 'AMOUNT_OVER' },
  { name: 'charged twice', record: settled, chain: 'paid', before: 'request', outcome: 'DUPLICATE_CHARGE' },
  {
    name: 'claimed twice',
    record: { ...settled, tx: 'before' },
    chain: 'nothing',
    before: 'nonce',
    outcome: 'DUPLICATE_CLAIM',
  },
  {
    name: 'cancelled',
    record: { ...settled, tx: 'none' },
    chain: 'cancelled',
    outcome: 'CANCELLED_AFTER_SERVICE',
  },
  {
    name: 'not delivered',
    record: { ...settled, status: 500 },
    chain: 'paid',
    outcome: 'CHARGED_NOT_DELIVERED',
  },
  {
    name: 'not acknowledged',
    record: { state: 'pending', status: 202, tx: 'none' },
    chain: 'paid',
    outcome: 'SETTLED_UNACKNOWLEDGED',
  },
  refund,
  { name: 'plain inflow', record: null, chain: 'plain', outcome: 'UNRELATED_INFLOW' },
  { name: 'reverted', record: settled, chain: 'reverted', outcome: 'REVERTED_SETTLEMENT' },
  { name: 'to a stranger', record: settled, chain: 'stranger', outcome: 'RECIPIENT_MISMATCH' },
  { name: 'to another merchant', record: null, chain: 'elsewhere', outcome: null },
]

/** Is this the payment back, so that the payment before it is one that was paid back? */
export function isRefund(story: Story): boolean {
  return story === refund
}
