import { type Catalog, entry } from '../core/finding.ts'
import { type Amount, formatAmount } from '../core/money.ts'
import { formatDuration } from '../core/time.ts'

type Account = { readonly address: string; readonly network: string; readonly whose: string }
type Held = Account & { readonly held: Amount; readonly low: Amount; readonly assumed: boolean }

const place = ({ address, network, whose }: Account) => `${address} on ${network} (${whose})`
const level = ({ low, assumed }: Held) =>
  `${formatAmount(low)}${assumed ? ', our guess for this network' : ''}`
const fillUp =
  'Fill it up, or tell whoever runs it: settlements fail while it is empty, and verify does not show it.'

/** Words about the accounts that pay for settlements. */
export const funds = {
  FACILITATOR_SIGNER_OK: entry<Account & { readonly held: Amount; readonly waiting: number | null }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'A signer can pay',
    text: (args) =>
      `${place(args)} holds ${formatAmount(args.held)}${args.waiting === null ? '' : `, ${args.waiting} waiting`}`,
    next: null,
    playbook: null,
  }),
  FACILITATOR_SIGNER_EMPTY: entry<Held & { readonly others: number }>({
    verdict: ({ others }) => (others > 0 ? 'WARN' : 'FAIL'),
    severity: 'critical',
    title: 'A signer cannot pay for gas',
    text: (args) =>
      `${place(args)} holds ${formatAmount(args.held)}. ${args.others === 0 ? 'No other signer of this network can pay either.' : `${args.others} other can still pay.`}`,
    next: fillUp,
    playbook: 'gas-estimation',
  }),
  FACILITATOR_SIGNER_LOW: entry<Held>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'A signer runs out of gas',
    text: (args) => `${place(args)} holds ${formatAmount(args.held)}, less than ${level(args)}.`,
    next: fillUp,
    playbook: 'gas-estimation',
  }),
  FACILITATOR_SIGNER_STUCK: entry<
    Account & {
      readonly waiting: number
      readonly latest: number
      readonly afterMs: number
      readonly source: string
    }
  >({
    verdict: 'WARN',
    severity: 'high',
    title: 'A signer is stuck',
    text: (args) =>
      `${place(args)} has ${args.waiting} transactions waiting, and none was mined in ${formatDuration(args.afterMs)} (nonce ${args.latest}, ${args.source}).`,
    next: 'Find the transaction with that nonce: until it is mined or replaced no later one is.',
    playbook: 'orphaned-payment',
  }),
  FACILITATOR_SIGNER_BUSY: entry<Account & { readonly waiting: number; readonly most: number }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'A signer has many transactions waiting',
    text: (args) => `${place(args)} has ${args.waiting} transactions waiting, more than ${args.most}.`,
    next: 'Settlements will be late: expect pending answers, and reconcile before anybody pays again.',
    playbook: 'orphaned-payment',
  }),
  FACILITATOR_SIGNER_UNKNOWN: entry<Account & { readonly what: string; readonly why: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'A signer could not be looked at',
    text: (args) => `${args.what} of ${place(args)} was not seen: ${args.why}.`,
    next: 'Configure a chain endpoint of this network under rpc, or repair the one there is.',
    playbook: 'rpc-down',
  }),
  FACILITATOR_SIGNERS_LEFT: entry<{ readonly left: number; readonly able: number }>({
    // One that can pay is enough to settle; what the others hold changes nothing then.
    verdict: ({ able }) => (able > 0 ? 'INFO' : 'UNKNOWN'),
    severity: 'low',
    title: 'Too many signers to look at',
    text: ({ left, able }) =>
      `${left} signers were not looked at; of those that were, ${able} can pay for gas.`,
    next: 'Look at them with x402ops balance.',
    playbook: 'gas-estimation',
  }),
  FACILITATOR_NO_SIGNERS: entry<{ readonly of: readonly string[] }>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'No signer to look at',
    text: ({ of }) =>
      `${of.join(', ')} names no signer for the networks of the profile; its gas is its own affair.`,
    next: null,
    playbook: null,
  }),
} as const satisfies Catalog
