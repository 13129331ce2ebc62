import { type Catalog, entry, findings } from '../core/finding.ts'
import { type Amount, formatAmountBoth } from '../core/money.ts'
import { safe } from '../core/safe.ts'

/** `hash` and `finality` are those of the block. */
type Read = {
  readonly amount: Amount
  readonly block: number
  readonly hash: string
  readonly finality: string
}
type Why = { readonly why: string }
type Delta = {
  readonly delta: Amount
  readonly in: Amount
  readonly out: Amount
  readonly from: number
  readonly to: number
}

const askAgain = 'Run it again, or name other endpoints with --rpc.'
const blocks = ({ from, to }: Delta) => `from block ${from} to ${to}`
const signed = (amount: Amount) => `${amount.atomic > 0n ? '+' : ''}${formatAmountBoth(amount)}`

/** The findings of `balance` and their words. */
export const catalog = {
  BALANCE_READ: entry<Read>({
    verdict: 'INFO',
    severity: 'none',
    title: 'The balance was read',
    text: ({ amount, block, finality }) => `${formatAmountBoth(amount)} at block ${block} (${finality})`,
    next: null,
    playbook: null,
  }),
  BALANCE_SPLIT: entry<{ what: string; said: string }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'The endpoints name different balances',
    text: ({ what, said }) => `${safe(what, 60)}: the endpoints say ${safe(said, 400)}`,
    next: 'One of them is wrong. Ask a third one with --rpc before you rely on either.',
    playbook: 'rpc-down',
  }),
  BALANCE_NOT_SEEN: entry<Why & { what: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'The balance could not be seen',
    text: ({ what, why }) => `${safe(what, 60)}: ${safe(why, 300)}`,
    next: askAgain,
    playbook: 'rpc-down',
  }),
  NETWORK_NOT_READ: entry<Why>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Balances of this network are not read',
    text: ({ why }) => safe(why, 200),
    next: null,
    playbook: null,
  }),

  DELTA_NOT_ASKED: entry<Readonly<Record<never, never>>>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Nobody watched',
    text: () => 'read once; --watch-delta 60s reads again and explains the difference',
    next: null,
    playbook: null,
  }),
  DELTA_NOT_SEEN: entry<Why & { what: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'The difference could not be explained',
    text: ({ what, why }) => `${safe(what, 60)}: ${safe(why, 300)}`,
    next: askAgain,
    playbook: 'rpc-down',
  }),
  DELTA_CLOSES: entry<Delta>({
    verdict: 'INFO',
    severity: 'none',
    title: 'The transfers explain the difference',
    text: (args) =>
      `${signed(args.delta)} ${blocks(args)}: ${formatAmountBoth(args.in)} came in, ${formatAmountBoth(args.out)} went out`,
    next: null,
    playbook: null,
  }),
  DELTA_DIFFERS: entry<Delta>({
    verdict: 'WARN',
    severity: 'high',
    title: 'The transfers do not explain the difference',
    text: (args) =>
      `${signed(args.delta)} ${blocks(args)}, but ${formatAmountBoth(args.in)} came in and ${formatAmountBoth(args.out)} went out`,
    next: 'Either the endpoints leave logs out, or the token moves money without a log. Ask another endpoint.',
    playbook: 'balance-drift',
  }),
  ARRIVED_BY_AUTHORIZATION: entry<{ amount: Amount; count: number; txs: readonly string[] }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'Payments arrived while we watched',
    text: ({ amount, count, txs }) =>
      `${formatAmountBoth(amount)} came by ${count} used authorization${count === 1 ? '' : 's'}: ${txs.join(', ')}`,
    next: 'Run x402ops reconcile: a payment that is not in the books is an orphan.',
    playbook: null,
  }),
} as const satisfies Catalog

/** Makes a finding of this room. */
export const finding = findings(catalog)
