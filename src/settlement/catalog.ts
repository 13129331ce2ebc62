import { type Catalog, entry, findings } from '../core/finding.ts'
import type { Verdict } from '../core/verdict.ts'
import type { SettlementState } from '../payments/settlement/states.ts'
import { stateWords } from './words.ts'

type StateArgs = {
  readonly name: string
  readonly why: string
  readonly action: string
  readonly retry: string
  /** RFC 3339; null where nothing says. */
  readonly until: string | null
}

const stateText =
  (state: SettlementState) =>
  ({ name, why }: StateArgs): string =>
    `${name}: ${stateWords[state]}${why === '' ? '' : `; ${why}`}.`

function stateEntry(
  state: SettlementState,
  verdict: Verdict,
  words: { readonly title: string; readonly next: string | null; readonly playbook?: string },
) {
  return entry<StateArgs>({
    verdict,
    severity: verdict === 'WARN' ? 'high' : verdict === 'UNKNOWN' ? 'medium' : 'none',
    title: words.title,
    text: stateText(state),
    next: words.next,
    playbook: words.playbook ?? null,
  })
}

const lookAgain = 'Look again later; tell nobody to pay once more before this says SAFE_TO_RETRY.'
const closed = 'The payer may pay again with a new authorization.'

/** The findings of settlement and their words. */
export const catalog = {
  SETTLEMENT_IDLE: stateEntry('idle', 'INFO', { title: 'The payment was never submitted', next: lookAgain }),
  SETTLEMENT_PENDING: stateEntry('pending', 'INFO', { title: 'The payment is on its way', next: lookAgain }),
  SETTLEMENT_UNRESOLVED: stateEntry('unresolved', 'UNKNOWN', {
    title: 'Nobody can say yet whether the money moved',
    next: lookAgain,
    playbook: 'orphaned-payment',
  }),
  SETTLEMENT_POLLING: stateEntry('polling', 'UNKNOWN', {
    title: 'The payment is being looked for',
    next: lookAgain,
    playbook: 'orphaned-payment',
  }),
  SETTLEMENT_CONFIRMED: stateEntry('confirmed', 'INFO', { title: 'The money moved', next: null }),
  SETTLEMENT_CONFIRMED_LATE: stateEntry('confirmed_late', 'WARN', {
    title: 'The money moved after somebody said that it did not',
    next: 'Deliver what was bought or pay it back, and correct the books.',
    playbook: 'orphaned-payment',
  }),
  SETTLEMENT_FAILED: stateEntry('failed', 'INFO', { title: 'The payment failed for good', next: closed }),
  SETTLEMENT_NOT_FOUND: stateEntry('not_found', 'UNKNOWN', {
    title: 'The payment is not on chain, and could still come',
    next: lookAgain,
    playbook: 'orphaned-payment',
  }),
  SETTLEMENT_CANCELLED: stateEntry('cancelled', 'INFO', { title: 'The payer cancelled it', next: closed }),
  SETTLEMENT_EXPIRED_UNUSED: stateEntry('expired_unused', 'INFO', {
    title: 'The authorization ended unused',
    next: closed,
  }),
  SETTLEMENT_REVERSED: stateEntry('reversed', 'UNKNOWN', {
    title: 'A reorganisation took the payment back',
    next: 'Hold the delivery and look again: the payment may come back in another block.',
    playbook: 'reorg',
  }),
  SETTLEMENT_SERVED_UNPAID: entry<{ readonly name: string }>({
    // The state ended, so a script goes on; the loss is for people.
    verdict: 'WARN',
    severity: 'high',
    title: 'Served, and never paid',
    text: ({ name }) => `${name} was answered with success, and no money moved or can move for it.`,
    next: 'Book the loss, and find out who said that it was settled.',
    playbook: 'phantom-settlement',
  }),
  SETTLEMENT_TERMS_DIFFER: entry<{ readonly name: string; readonly how: string }>({
    verdict: 'WARN',
    severity: 'high',
    title: 'The money moved otherwise than was asked for',
    text: ({ name, how }) => `${name}: ${how}.`,
    next: 'Compare the terms that the service offers with the profile: x402ops matrix.',
    playbook: 'mismatched-payment',
  }),
  SETTLEMENT_REFERENCE_UNKNOWN: entry<{ readonly reference: string; readonly places: readonly string[] }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'Nothing is known of this payment',
    text: ({ reference, places }) => `Nothing was found of ${reference}. Looked at: ${places.join('; ')}.`,
    next: 'That is no proof that nobody paid: give the payment header, the payer with the nonce, or the hash.',
    playbook: 'orphaned-payment',
  }),
  SETTLEMENT_REFERENCE_AMBIGUOUS: entry<{ readonly reference: string; readonly count: number }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'Several payments have this name',
    text: ({ reference, count }) => `${reference} names ${count} records of different payments.`,
    next: 'Name one of them by the place of its record, FILE:LINE, or by PAYER:NONCE.',
    playbook: 'orphaned-payment',
  }),
  SETTLEMENT_CHAIN_NOT_READ: entry<{ readonly network: string; readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'The chain could not be read',
    text: ({ network, why }) => `${network}: ${why}.`,
    next: 'Give a working endpoint: --rpc env:RPC_URL.',
    playbook: 'rpc-down',
  }),
  SETTLEMENT_ENDPOINTS_DISAGREE: entry<{ readonly network: string; readonly endpoints: readonly string[] }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'The endpoints contradict each other',
    text: ({ network, endpoints }) => `${network}: ${endpoints.join(' and ')} do not say the same.`,
    next: 'Add an endpoint of another operator: one of these is wrong or behind.',
    playbook: 'rpc-down',
  }),
  SETTLEMENT_ONE_ENDPOINT: entry<{ readonly network: string; readonly endpoint: string }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'All of this is the word of one endpoint',
    text: ({ network, endpoint }) =>
      `${network} was read from ${endpoint} alone; it was contradicted by nobody.`,
    next: 'Add a second endpoint before you act on money: --rpc again.',
    playbook: null,
  }),
  SETTLEMENT_WINDOW_ASSUMED: entry<{ readonly since: string; readonly until: string }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'Nothing says when the payment was',
    text: ({ since, until }) => `Transfers were looked for from ${since} to ${until} only.`,
    next: 'Give --since when the payment is older.',
    playbook: null,
  }),
  SETTLEMENT_SIGNATURE_UNPROVEN: entry<{ readonly payer: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'Nobody vouches for the payment that was given',
    text: ({ payer }) =>
      `The signature of ${payer} could not be verified, so when the authorization ends is not believed.`,
    next: 'Take the header from your own logs, whole; or name a record of the payment.',
    playbook: 'orphaned-payment',
  }),
  SETTLEMENT_TIMING_ASSUMED: entry<{ readonly network: string }>({
    verdict: 'WARN',
    severity: 'low',
    title: 'The clocks of this network are assumed',
    text: ({ network }) => `No settle time of ${network} is published; a minute is assumed.`,
    next: null,
    playbook: 'orphaned-payment',
  }),
} as const satisfies Catalog

/** Makes findings of settlement. */
export const finding = findings(catalog)

/** The code of each state. */
export const codeOf = {
  idle: 'SETTLEMENT_IDLE',
  pending: 'SETTLEMENT_PENDING',
  unresolved: 'SETTLEMENT_UNRESOLVED',
  polling: 'SETTLEMENT_POLLING',
  confirmed: 'SETTLEMENT_CONFIRMED',
  confirmed_late: 'SETTLEMENT_CONFIRMED_LATE',
  failed: 'SETTLEMENT_FAILED',
  not_found: 'SETTLEMENT_NOT_FOUND',
  cancelled: 'SETTLEMENT_CANCELLED',
  expired_unused: 'SETTLEMENT_EXPIRED_UNUSED',
  reversed: 'SETTLEMENT_REVERSED',
} as const satisfies Readonly<Record<SettlementState, keyof typeof catalog>>
