import { entry } from '../core/finding.ts'
import { type Amount, formatAmount } from '../core/money.ts'
import { safe } from '../core/safe.ts'

const named = (records: readonly string[], count: number) => {
  const more = count - records.length
  return `${records.map((text) => safe(text, 120)).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** The codes for what stands beside the class of a payment and asks for a look by itself. */
export const flagCatalog = {
  RECONCILE_PAYMENT_RESPONSE_MISSING: entry<{
    route: string
    count: number
    records: readonly string[]
    order: string
  }>({
    verdict: 'FAIL',
    severity: 'medium',
    title: 'paid answers without the settlement header',
    text: ({ route, count, records, order }) =>
      `${plural(count, 'paid answer', 'paid answers')} of ${safe(route, 120)}, which settles ${order}, carried ` +
      `neither PAYMENT-RESPONSE nor X-PAYMENT-RESPONSE: ${named(records, count)}.`,
    next: 'Find what strips the header; if the route settles after its answer, say settleOrder: async.',
    playbook: 'missing-payment-response',
  }),
  RECONCILE_POSSIBLE_DUPLICATE: entry<{
    payer: string
    amount: Amount | null
    route: string
    record: string
    earlier: string
  }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'paid again after a payment that was not delivered',
    text: ({ payer, amount, route, record, earlier }) =>
      `${payer} paid ${amount === null ? '' : `${formatAmount(amount)} `}again for ${safe(route, 120)} ` +
      `(record ${record}), minutes after payment ${earlier}, which was not delivered. No shared id says that it ` +
      'was one purchase.',
    next: 'Ask the payer whether he wanted it twice before you refund or deliver the earlier one.',
    playbook: 'duplicate-charge',
  }),
  RECONCILE_RECORDS_DIFFER: entry<{
    network: string
    what: string
    count: number
    records: readonly string[]
  }>({
    verdict: 'WARN',
    severity: 'low',
    title: 'books and chain agree on the money, but not on who or where',
    text: ({ network, what, count, records }) =>
      `${plural(count, 'record', 'records')} of ${network} ${count === 1 ? 'names' : 'name'} another ${what} than the ` +
      `chain shows: ${named(records, count)}.`,
    next: 'Correct the records before you refund or look anything up by them.',
    playbook: 'balance-drift',
  }),
  RECONCILE_SETTLES_BEFORE_WORK: entry<{ route: string; errors: number; paid: number; how: string }>({
    verdict: 'INFO',
    severity: 'medium',
    title: 'settles before the work, and the work failed',
    text: ({ route, errors, paid, how }) =>
      `${safe(route, 120)} settles before its work (${how}), and ${errors} of ${paid} settled payments got a server error.`,
    next: 'Settle after the work succeeded; until then every 5xx of this route is a payment without an answer.',
    playbook: 'paid-route-errors',
  }),
  RECONCILE_UNVERIFIED_WORK: entry<{
    route: string
    count: number
    records: readonly string[]
    refused: number
  }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'worked before the payment was verified',
    text: ({ route, count, records, refused }) =>
      `${safe(route, 120)} began its work for ${plural(count, 'payment', 'payments')} that had not passed a ` +
      `verification yet${refused > 0 ? `, ${refused} of them refused by it` : ''}: ${named(records, count)}.`,
    next: 'Put the paywall before the handler: until it has verified, the work is given away.',
    playbook: 'served-free',
  }),
} as const
