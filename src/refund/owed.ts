import type { Pays } from '../core/profile.ts'
import type { PaymentCase } from '../payments/case.ts'
import { worthOf } from './billing.ts'
import type { JudgedPayment, RefundExpected } from './shapes.ts'

/** Why a payment is to be paid back. */
export type Because = 'NOT_DELIVERED' | 'PAID_TWICE' | 'OVERPAID'

/** Why a payment that may be owed is in no plan, until a person or a later look decides. */
export type HeldReason =
  | 'BOOKS_SAY_REFUNDED'
  | 'DELIVERY_UNKNOWN'
  | 'OTHER_TOKEN'
  | 'OTHER_RECIPIENT'
  | 'NO_RECORD'
  | 'PAYER_NOT_PROVEN'
  | 'PAYER_IS_OURS'
  | 'UNIT_UNKNOWN'
  | 'NOT_EVM'
  | 'NAMED_TWICE'
  | 'MAYBE_REFUNDED'
  | 'REFUNDS_NOT_READ'
  | 'BOOK_DIFFERS'
  | 'BOOK_DAMAGED'
  | 'EVENT_UNCLEAR'

/** What is owed for one payment. `waits` is not final yet, `undecided` is not known, `returned` was paid back on chain. */
export type Owed =
  | { readonly kind: 'nothing' | 'undecided' | 'waits' | 'returned' }
  | { readonly kind: 'held'; readonly reason: HeldReason }
  | { readonly kind: 'due'; readonly because: Because; readonly atomic: bigint; readonly pays: Pays }

const nothing: Owed = { kind: 'nothing' }
const held = (reason: HeldReason): Owed => ({ kind: 'held', reason })

type Want = { readonly because: Because; readonly atomic: bigint }

/** What the class and the answer say; the proofs are looked at afterwards. */
function wantedBy(outcome: string, item: PaymentCase, expected: RefundExpected): Want | HeldReason | null {
  const moved = item.movedAtomic ?? 0n
  const worth = worthOf(item, expected.billing)
  const whole = (because: Because): Want => ({ because, atomic: moved })
  switch (outcome) {
    case 'DUPLICATE_CHARGE':
      return whole('PAID_TWICE')
    case 'ORPHANED_PAYMENT':
      // The books call it failed, so nobody was told to expect anything.
      return worth === 'billable' ? null : whole('NOT_DELIVERED')
    case 'CHARGED_NOT_DELIVERED':
      return worth === 'free' ? whole('NOT_DELIVERED') : null
    case 'SETTLED_UNACKNOWLEDGED':
    case 'AMOUNT_SHORT':
      if (worth === 'unknown') return 'DELIVERY_UNKNOWN'
      return worth === 'free' ? whole('NOT_DELIVERED') : null
    case 'AMOUNT_OVER': {
      if (worth === 'unknown') return 'DELIVERY_UNKNOWN'
      if (worth === 'free') return whole('NOT_DELIVERED')
      return item.requiredAtomic === null
        ? null
        : { because: 'OVERPAID', atomic: moved - item.requiredAtomic }
    }
    case 'MATCHED':
    case 'UNBOOKED_DELIVERY':
      return worth === 'free' ? whole('NOT_DELIVERED') : null
    case 'REFUND_MISSING':
      return 'BOOKS_SAY_REFUNDED'
    case 'ASSET_OR_NETWORK_MISMATCH':
      return 'OTHER_TOKEN'
    case 'RECIPIENT_MISMATCH':
      return 'OTHER_RECIPIENT'
    case 'UNRECORDED_RECEIPT':
      return 'NO_RECORD'
    default:
      return null
  }
}

const evmAddress = /^0x[0-9a-f]{40}$/

/**
 * Is the payer the one who authorized the payment, by the chain? An authorization that was used names him; a
 * transfer alone names only who moved the money, which may be a router or a facilitator.
 */
function isPayerProven({ payer, nonce, transfer, facts, flags }: PaymentCase): boolean {
  if (payer === null || !evmAddress.test(payer) || BigInt(payer) === 0n) return false
  if (flags.includes('payer_differs')) return false
  if (nonce !== null && facts.nonce === 'used') return true
  return transfer === 'permit2' && facts.marked && !flags.includes('via_router')
}

function proven(item: PaymentCase, want: Want, { pays }: RefundExpected): Owed {
  if (!item.network.startsWith('eip155:') || !evmAddress.test(item.asset)) return held('NOT_EVM')
  const terms = pays.find(({ network, unit }) => network === item.network && unit.asset === item.asset)
  if (terms === undefined) return held('UNIT_UNKNOWN')
  if (!isPayerProven(item)) return held('PAYER_NOT_PROVEN')
  const ours = pays.flatMap(({ payTo, refundFrom }) => [
    ...payTo.map(({ address }) => address),
    ...refundFrom,
  ])
  if (ours.includes(item.payer ?? '') || item.payer === item.asset) return held('PAYER_IS_OURS')
  return { kind: 'due', ...want, pays: terms }
}

/** What is owed for a payment of a saved run, before refunds are looked for. Pure. */
export function owedFor({ item, outcome, provisional }: JudgedPayment, expected: RefundExpected): Owed {
  const { facts } = item
  if (!facts.inWindow || !facts.isFirstClaim) return nothing
  const want = wantedBy(provisional ?? outcome, item, expected)
  if (outcome === 'INDETERMINATE' || outcome === 'AMBIGUOUS') return { kind: 'undecided' }
  if (want === null) return nothing
  if (outcome === 'PENDING_FINALITY' || facts.finality !== 'reached') return { kind: 'waits' }
  if (facts.refundFound || item.refund !== undefined) return { kind: 'returned' }
  if (facts.books === 'refunded') return held('BOOKS_SAY_REFUNDED')
  if (typeof want === 'string') return held(want)
  if (facts.effect !== 'one' || item.tx === null || item.logIndex === null || item.block === null) {
    return { kind: 'undecided' }
  }
  return want.atomic > 0n ? proven(item, want, expected) : nothing
}
