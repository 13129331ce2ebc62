import { type CatalogEntry, entry, type Severity } from '../core/finding.ts'
import { type Amount, formatAmount } from '../core/money.ts'
import { safe } from '../core/safe.ts'
import type { Verdict } from '../core/verdict.ts'
import { accountCatalog } from './account/catalog.ts'
import type { CaseArgs } from './case-args.ts'
import { clockCatalog } from './clock-catalog.ts'
import { flagCatalog } from './flag-catalog.ts'
import type { Outcome } from './outcome.ts'
import { proveCatalog, proveReasons } from './prove/catalog.ts'
import { rememberedCatalog, rememberedReasons } from './remembered/catalog.ts'
import { scanCatalog } from './scan/catalog.ts'
import type { Stopped } from './seen.ts'
import { whenStopped } from './stopped-words.ts'

type ClassWords = {
  readonly severity: Severity
  readonly title: string
  readonly one: (args: CaseArgs) => string
  readonly next: string | null
  readonly playbook: string | null
}

const money = (amount: Amount | null) => (amount === null ? 'an unknown amount' : formatAmount(amount))
const name = (text: string | null) => (text === null ? 'unknown' : safe(text, 120))
const because = (args: CaseArgs) =>
  args.settleReason === null ? '' : ` The facilitator's words were: ${safe(args.settleReason, 160)}.`
const lateness = (args: CaseArgs) =>
  args.late === null ? '' : `, ${args.late} after the server had answered`
const reasonText: Readonly<Record<string, string>> = {
  ...rememberedReasons,
  ...proveReasons,
  NETWORK_NOT_READ: 'no endpoint of its network could be read',
  TOKEN_NOT_NAMED: 'the record does not say in which token or on which network it was paid',
  SCHEME_UNREADABLE: 'its scheme leaves traces that this tool cannot read',
  OFF_CHAIN: 'it is settled outside the chain',
  NO_NONCE_ON_CHAIN:
    'its nonce (Permit2) stands in no log, and neither a transaction of it nor the state of its nonce was found',
  PERMIT2_NONCE_SPENT: 'its Permit2 nonce is used or was invalidated, and no payment of it was found',
  PERMIT2_CALL_WRAPPED:
    'a Permit2 payment of this payer went through another contract, so which one it is cannot be read',
  METHOD_UNKNOWN: 'the record does not say how the money moves (transfer), so an unused nonce proves nothing',
  TRANSFER_NOT_FOUND: 'its nonce is used, but the transfer was not found',
  USED_AND_CANCELLED: 'its nonce is shown as used and as cancelled',
  CANCELLATION_NOT_FINAL: 'it was cancelled, but that is not final yet',
  RECEIPT_CONTRADICTS_LOG: 'a log shows the transfer, and the receipt of its transaction does not',
  RECEIPT_NOT_READ: 'the receipt of its transaction was not read, where the mark of a payment would stand',
  TRANSACTION_OF_ANOTHER_PAYMENT: 'the transaction that the record names holds the payment of somebody else',
  BLOCKS_NOT_READ: 'not every log of its block was read',
  REFUND_NOT_FINAL: 'its refund is mined, and not final yet',
  REFUND_FROM_ELSEWHERE:
    'the transaction named as its refund paid the payer from an address that the profile does not name (refundFrom)',
  REFUND_NOT_READ: 'not every block was read in which its refund could stand',
  REFUND_LOG_MISSING: 'the transaction named as its refund succeeded, and no transfer of it is shown',
  NONCE_OF_ANOTHER_PAYER: 'its nonce was used by another payer, in a payment that no record knows',
  NONCE_UNKNOWN: 'the record has no nonce, so nothing can be proven about it',
  NONCE_STATE_NOT_READ: 'no endpoint told whether its nonce is used',
  USED_OUTSIDE_THE_BLOCKS_READ: 'its nonce is used, but not inside the blocks that were read',
  VALID_BEFORE_UNKNOWN: 'the record does not say until when the authorization can be used',
  NODES_ON_DIFFERENT_CHAINS: 'the endpoints show different blocks at the same height',
  NODES_DISAGREE: 'one endpoint shows the transfer and another, which should, does not',
  SEVERAL_TRANSFERS_FIT: 'several transfers fit equally well',
  OTHER_CHARGE_UNDECIDED:
    'another payment of the same purchase is undecided, and so is which one is too many',
  TRANSACTION_NOT_READ: 'no endpoint told whether its transaction was mined',
  BALANCE_DIFFERS: 'more money arrived than the logs of the window show',
  BALANCE_BELOW_LOGS: 'more money left than the logs of the window show, and its refund may be part of it',
  PAYER_MISSING: 'the payer was not logged',
  NONCE_MISSING: 'the nonce was not logged',
  VALID_BEFORE_MISSING: 'validBefore was not logged',
}
const reasons = (args: CaseArgs) => {
  const texts = [...new Set(args.reasons.map((reason) => reasonText[reason] ?? reason))]
  return texts.length === 0 ? 'not every block was read' : texts.join('; ')
}
const candidates = (args: CaseArgs) =>
  args.candidates.length === 0
    ? ''
    : ` Possible, not proof: ${args.candidates.map((text) => safe(text, 120)).join(', ')}.`

/** The words of a class; its verdict comes with the case, because flags may change it. */
function words({ one, ...rest }: ClassWords): CatalogEntry<CaseArgs> {
  return entry<CaseArgs>({
    ...rest,
    verdict: (args) => args.verdict as Verdict,
    text: (args) =>
      args.count === 1
        ? one(args)
        : `${args.count} payments${args.amount === null ? '' : `, ${formatAmount(args.amount)}`}: ${rest.title}` +
          `${args.reasons.length === 0 ? '' : `, because ${reasons(args)}`}.`,
  })
}

const classes = {
  OUT_OF_WINDOW: words({
    severity: 'none',
    title: 'belongs to another window and was not judged',
    one: (args) => `Record ${args.record} lies outside the window and was not judged.`,
    next: null,
    playbook: null,
  }),
  INVALID_RECORD: words({
    severity: 'low',
    title: 'record cannot be joined to the chain',
    one: (args) =>
      `Record ${args.record} cannot be joined to any payment: ${reasons(args)}.${candidates(args)}`,
    next: 'Log payer, nonce and validBefore; x402ops init --recorder prints the code.',
    playbook: 'balance-drift',
  }),
  DUPLICATE_CLAIM: words({
    severity: 'high',
    title: 'another record already owns this payment',
    one: (args) =>
      args.flags.includes('second_delivery')
        ? `Record ${args.record} was served for a payment that had already been used for another delivery.`
        : `Record ${args.record} claims a payment that another record owns; nothing was served twice.`,
    next: 'Stop serving one payment twice: share the used nonces between instances.',
    playbook: 'duplicate-claim',
  }),
  REVERSED_BY_REORG: words({
    severity: 'critical',
    title: 'payment was taken back by a reorganisation',
    one: (args) =>
      `The payment of ${money(args.amount ?? args.required)} in ${name(args.tx)} is no longer on the chain.`,
    next: 'Hold the delivery and look again when the chain is final.',
    playbook: 'reorg',
  }),
  INDETERMINATE: words({
    severity: 'medium',
    title: 'could not be decided',
    one: (args) => `Whether record ${args.record} was paid is not known: ${reasons(args)}.`,
    next: 'Run again with a second --rpc endpoint. Tell nobody to pay again until this is decided.',
    playbook: 'rpc-down',
  }),
  AMBIGUOUS: words({
    severity: 'medium',
    title: 'several payments fit equally well',
    one: (args) => `Record ${args.record} fits more than one transfer.${candidates(args)}`,
    next: 'Decide by hand; log payer and nonce so that this cannot happen again.',
    playbook: 'rpc-down',
  }),
  PENDING_FINALITY: words({
    severity: 'none',
    title: 'seen on the chain, not final yet',
    one: (args) =>
      `${money(args.amount)} in ${name(args.tx)} is not final yet; if it stays it will be ${args.provisional}.`,
    next: null,
    playbook: null,
  }),
  UNRECORDED_RECEIPT: words({
    severity: 'medium',
    title: 'payment arrived that no record knows',
    one: (args) =>
      `${name(args.payer)} paid ${money(args.amount)} in ${name(args.tx)}; no record knows it.${candidates(args)}`,
    next: 'Find the request by payer and time; deliver or refund.',
    playbook: 'balance-drift',
  }),
  UNRELATED_INFLOW: words({
    severity: 'none',
    title: 'ordinary transfer, not an x402 payment',
    one: (args) => `${name(args.payer)} sent ${money(args.amount)} in ${name(args.tx)} without an x402 mark.`,
    next: null,
    playbook: null,
  }),
  ASSET_OR_NETWORK_MISMATCH: words({
    severity: 'critical',
    title: 'paid in a token or on a network that was not asked for',
    one: (args) =>
      `Record ${args.record} was paid with ${money(args.amount)} in ${name(args.tx)}, which is not what ` +
      `${args.asked === null ? 'this service takes' : `was asked for (${name(args.asked)})`}.`,
    next: 'Check what the route advertises: x402ops matrix.',
    playbook: 'mismatched-payment',
  }),
  RECIPIENT_MISMATCH: words({
    severity: 'critical',
    title: 'money went to an address that is not yours',
    one: (args) =>
      `${money(args.amount)} of record ${args.record} went to ${name(args.payTo)} in ${name(args.tx)}` +
      `${args.flags.includes('record_agrees') ? ', and the record names the same address' : ''}.`,
    next: 'Stop paid traffic until payTo is explained: stale configuration or a hijack.',
    playbook: 'wrong-terms',
  }),
  AMOUNT_SHORT: words({
    severity: 'high',
    title: 'paid less than the route requires',
    one: (args) =>
      `Record ${args.record} required ${money(args.required)}; ${money(args.amount)} arrived in ${name(args.tx)}.`,
    next: 'Compare the price of the route with what it advertises: x402ops matrix.',
    playbook: 'mismatched-payment',
  }),
  AMOUNT_OVER: words({
    severity: 'medium',
    title: 'paid more than the route requires',
    one: (args) =>
      `Record ${args.record} required ${money(args.required)}; ${money(args.amount)} arrived in ${name(args.tx)}.`,
    next: 'Decide whether to refund the difference.',
    playbook: 'mismatched-payment',
  }),
  REFUNDED: words({
    severity: 'none',
    title: 'paid and refunded, both found on the chain',
    one: (args) =>
      `Record ${args.record} was refunded: ${money(args.amount)} went back to ${name(args.payer)}.`,
    next: null,
    playbook: null,
  }),
  REFUND_MISSING: words({
    severity: 'high',
    title: 'booked as refunded, no refund on the chain',
    one: (args) =>
      `Record ${args.record} says refunded, but ${money(args.amount)} did not go back to ${name(args.payer)} in the blocks read.`,
    next: 'Look for the refund before you send one: never send it twice.',
    playbook: 'paid-route-errors',
  }),
  DUPLICATE_CHARGE: words({
    severity: 'high',
    title: 'one purchase was paid twice',
    one: (args) =>
      `${name(args.payer)} paid ${money(args.amount)} in ${name(args.tx)} for request ${args.record}, which another payment already serves.`,
    next: 'Refund the extra payment once.',
    playbook: 'duplicate-charge',
  }),
  MATCHED: words({
    severity: 'none',
    title: 'books and chain agree',
    one: (args) => `Record ${args.record}: ${money(args.amount)} in ${name(args.tx)}.`,
    next: null,
    playbook: null,
  }),
  CHARGED_NOT_DELIVERED: words({
    severity: 'high',
    title: 'paid and booked, but the buyer got an error',
    one: (args) =>
      `${name(args.payer)} paid ${money(args.amount)} in ${name(args.tx)} and got ${args.response} (request ${args.record})` +
      `${args.settles === null ? '' : `; the route settles ${args.settles}`}.`,
    next: 'Deliver again or refund.',
    playbook: 'paid-route-errors',
  }),
  UNBOOKED_DELIVERY: words({
    severity: 'low',
    title: 'paid and served, but the books say failed',
    one: (args) =>
      `Request ${args.record} was served and paid (${money(args.amount)} in ${name(args.tx)}); the books say failed.`,
    next: 'Correct the books.',
    playbook: 'orphaned-payment',
  }),
  ORPHANED_PAYMENT: words({
    severity: 'critical',
    title: 'money moved, the books say failed',
    one: (args) =>
      `${name(args.payer)} paid ${money(args.amount)} in ${name(args.tx)}${lateness(args)}; ` +
      `the books say failed and the buyer got ${args.response} (request ${args.record}).${because(args)}`,
    next: 'Deliver, credit or refund once. Do not ask the payer to pay again.',
    playbook: 'orphaned-payment',
  }),
  SETTLED_UNACKNOWLEDGED: words({
    severity: 'medium',
    title: 'money moved, the books still say pending',
    one: (args) =>
      `${name(args.payer)} paid ${money(args.amount)} in ${name(args.tx)}; record ${args.record} is still open.${because(args)}`,
    next: 'Complete the record, then deliver if nothing was delivered.',
    playbook: 'orphaned-payment',
  }),
  REFUND_WITHOUT_PAYMENT: words({
    severity: 'critical',
    title: 'refunded money that never came',
    one: (args) => `Record ${args.record} was refunded to ${name(args.payer)}, but its payment never moved.`,
    next: 'Stop refunds and find out who asked for this one.',
    playbook: 'paid-route-errors',
  }),
  CANCELLED_AFTER_SERVICE: words({
    severity: 'high',
    title: 'served, then the buyer cancelled the authorization',
    one: (args) =>
      `${name(args.payer)} cancelled the authorization of record ${args.record} after it was served; ${money(args.required)} is lost.`,
    next: 'Book the loss; serve this payer only after settlement.',
    playbook: 'phantom-settlement',
  }),
  REVERTED_SETTLEMENT: words({
    severity: 'high',
    title: 'served or booked, but the transaction reverted',
    one: (args) =>
      `Record ${args.record} names ${name(args.tx)}, which was mined and reverted: no money moved in it.`,
    next: 'Settling again is your choice while the authorization lives; check its nonce first.',
    playbook: 'phantom-settlement',
  }),
  OPEN: words({
    severity: 'low',
    title: 'nothing moved yet, but still could',
    one: (args) =>
      args.flags.includes('claimed_settled')
        ? `Record ${args.record} was served or booked, but no money has moved; it still could until ${args.usableUntil}.`
        : `Record ${args.record}: no money has moved; it still could until ${args.usableUntil}.`,
    next: 'Wait. No refund and no retry with a new nonce before that time.',
    playbook: 'orphaned-payment',
  }),
  PHANTOM_SETTLEMENT: words({
    severity: 'high',
    title: 'served or booked as paid, no money ever moved',
    one: (args) =>
      `Record ${args.record} counts ${money(args.required)} as paid (${args.response}), but its nonce was never used ` +
      'and can no longer be.',
    next: 'Book the loss and ask the facilitator why it said success.',
    playbook: 'phantom-settlement',
  }),
  NO_CHARGE: words({
    severity: 'none',
    title: 'nothing moved and nothing can',
    one: (args) => `Record ${args.record}: no money moved and none can move any more.`,
    next: null,
    playbook: null,
  }),
} as const satisfies Record<Outcome, CatalogEntry<CaseArgs>>

/** The codes of reconcile: the classes of payments, and what can be wrong with the reading itself. */
export const catalog = {
  ...classes,
  ...accountCatalog,
  ...rememberedCatalog,
  ...proveCatalog,
  ...clockCatalog,
  ...flagCatalog,
  ...scanCatalog,
  RECONCILE_BOOKS_NOT_READ: entry<Stopped>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'records and chain were not compared',
    text: (args) => `The run was stopped ${whenStopped(args)}, so no payment was judged.`,
    next: 'Run again with a longer --deadline.',
    playbook: 'balance-drift',
  }),
  RECONCILE_ROWS_REJECTED: entry<{ source: string; count: number; first: readonly string[] }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'rows of the records could not be used',
    text: ({ source, count, first }) =>
      `${count} ${count === 1 ? 'row' : 'rows'} of ${safe(source, 120)} could not be used: ${first.map((text) => safe(text, 160)).join('; ')}.`,
    next: 'Correct the rows or the mapping before anybody is paid back: their payments look unrecorded. --show-mapping shows what was understood.',
    playbook: 'balance-drift',
  }),
  RECONCILE_FIELDS_UNREAD: entry<{ source: string; ignored: number; fields: readonly string[] }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'rows were left out and some fields were not understood',
    text: ({ source, ignored, fields }) =>
      `${ignored} rows of ${safe(source, 120)} hold no payment as far as they were understood; ` +
      `not understood: ${fields.map((text) => safe(text, 60)).join(', ')}.`,
    next: 'If one of these fields says how a payment ended, name it in the mapping file (--map).',
    playbook: 'balance-drift',
  }),
  RECONCILE_NO_RECORDS: entry<{ source: string; ignored: number }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'the records hold no payment',
    text: ({ source, ignored }) =>
      `${safe(source, 120)} holds no payment row${ignored > 0 ? ` (${ignored} rows are not payments)` : ''}. Is that expected?`,
    next: 'Check that this is the right file for the window, and what was understood: --show-mapping.',
    playbook: 'balance-drift',
  }),
  RECONCILE_NO_PAYMENTS: entry<{ window: string }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'no payment in this window',
    text: ({ window }) => `Neither books nor chain know a payment in the window ${window}. Is that expected?`,
    next: null,
    playbook: null,
  }),
} as const
