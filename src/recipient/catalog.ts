import { type Catalog, entry, findings } from '../core/finding.ts'
import { type Amount, formatAmountBoth } from '../core/money.ts'
import { safe } from '../core/safe.ts'

type Who = { readonly address: string }
type Why = { readonly why: string }
type Account = Who & { readonly account: string }
type Drift = {
  readonly delta: Amount
  readonly recorded: Amount
  readonly count: number
  readonly in: Amount
  readonly out: Amount
  readonly from: number
  readonly to: number
  readonly run: string
}

const notReady = 'recipient-not-ready'
const drifts = 'balance-drift'
const place = (address: string) => safe(address, 60)
const figures = ({ delta, recorded, count, in: income, out, from, to }: Drift) =>
  `Blocks ${from + 1} to ${to}: the balance changed by ${formatAmountBoth(delta)} (by the logs ${formatAmountBoth(income)} in, ${formatAmountBoth(out)} out); the books hold ${count} receipt${count === 1 ? '' : 's'} of ${formatAmountBoth(recorded)}`

/** The findings of `recipient` and their words. */
export const catalog = {
  RECIPIENT_READY: entry<{ seen: string }>({
    verdict: 'PASS',
    severity: 'none',
    title: 'The address can receive',
    text: ({ seen }) => seen,
    next: null,
    playbook: null,
  }),
  RECIPIENT_NATIVE: entry<Who>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'Coins of the chain itself always arrive',
    text: ({ address }) => `${place(address)}: nothing has to be set up for the native coin.`,
    next: null,
    playbook: null,
  }),
  RECIPIENT_FAMILY_UNREAD: entry<Why>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'This family of networks is not read',
    text: ({ why }) => safe(why, 300),
    next: null,
    playbook: null,
  }),
  RECIPIENT_MALFORMED: entry<Who>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'This is no address of the network',
    text: ({ address }) => `"${safe(address, 80)}" cannot receive anything.`,
    next: 'Correct payTo.',
    playbook: notReady,
  }),
  RECIPIENT_IS_ZERO: entry<Who>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The receiving address is the zero address',
    text: ({ address }) => `${place(address)} belongs to nobody; tokens refuse it or burn what arrives.`,
    next: 'Set payTo to an address whose key you hold.',
    playbook: notReady,
  }),
  RECIPIENT_IS_TOKEN: entry<Who>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The receiving address is the token itself',
    text: ({ address }) =>
      `${place(address)} is the contract of the token: nobody can take out what arrives there.`,
    next: 'Set payTo to an address whose key you hold.',
    playbook: notReady,
  }),
  RECIPIENT_FORBIDDEN: entry<Who & { from: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The receiving address is one that must not be paid',
    text: ({ address, from }) =>
      `${place(address)} stands under forbiddenPayTo, and ${from === 'live' ? 'a live 402 asks for money to it' : 'under payTo'}.`,
    next: 'Find out who changed it before the next payment arrives.',
    playbook: 'wrong-terms',
  }),
  RECIPIENT_IS_CONTRACT: entry<Who & { bytes: number; delegated: boolean }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'The receiving address is a contract',
    text: ({ address, bytes, delegated }) =>
      delegated
        ? `${place(address)} has a key and lets a contract act for it (EIP-7702).`
        : `${place(address)} has ${bytes} bytes of code. That is right for a multisig or a splitter, and only for those.`,
    next: 'Make sure that you control it on this network: the same address may belong to nobody on another one.',
    playbook: null,
  }),
  RECIPIENT_NO_TOKEN: entry<{ asset: string; why: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'There is no such token on this network',
    text: ({ asset, why }) => `${place(asset)}: ${safe(why, 200)}`,
    next: 'Correct asset and network in pays.',
    playbook: notReady,
  }),
  RECIPIENT_TOKEN_PAUSED: entry<{ asset: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The token is paused',
    text: ({ asset }) => `${place(asset)} moves for nobody until its issuer lifts the pause.`,
    next: 'Take this way of payment off until the issuer resumes; payments fail at settlement, after the work.',
    playbook: notReady,
  }),
  RECIPIENT_BLACKLISTED: entry<Who & { list: string }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The issuer has blocked the receiving address',
    text: ({ address, list }) => `The token answers ${list}(${place(address)}) with true.`,
    next: 'Stop this way of payment and ask the issuer why; what lies there cannot be moved either.',
    playbook: notReady,
  }),
  RECIPIENT_TRANSFER_REFUSED: entry<Who & Why>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'The token refuses a transfer of nothing',
    text: ({ address, why }) =>
      `A transfer of 0 from ${place(address)} to itself, only calculated, is refused: ${safe(why, 200)}`,
    next: 'Some tokens refuse every 0; if this one does not, it has blocked the address in a way of its own.',
    playbook: notReady,
  }),
  RECIPIENT_NO_LIST: entry<{ asset: string }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'The token tells of no blacklist',
    text: ({ asset }) => `${place(asset)} answers none of the questions that tokens with a blacklist answer.`,
    next: null,
    playbook: null,
  }),
  RECIPIENT_TOKEN_ACCOUNT_MISSING: entry<Account & { derived: boolean }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The token account of the receiver does not exist',
    text: ({ address, account, derived }) =>
      `Payments to ${place(address)} go into ${place(account)}, which is not there; the exact scheme does not create it.${derived ? ' No key belongs to the address: is it a token account instead of its owner?' : ''}`,
    next: 'Create the associated token account once: receive any amount of the token from a wallet that pays for it.',
    playbook: notReady,
  }),
  RECIPIENT_TOKEN_ACCOUNT_FROZEN: entry<Account>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The token account of the receiver is frozen',
    text: ({ account }) => `${place(account)} takes nothing and gives nothing until the issuer thaws it.`,
    next: 'Stop this way of payment and ask the issuer why.',
    playbook: notReady,
  }),
  RECIPIENT_TOKEN_ACCOUNT_FOREIGN: entry<Account & Why>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'The token account is not that of the receiver',
    text: ({ account, why }) => `${place(account)}: ${safe(why, 200)}`,
    next: 'Do not take payments until you know who owns the account.',
    playbook: notReady,
  }),
  RECIPIENT_UNKNOWN: entry<Why & { what: string }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'Whether the address can receive is not known',
    text: ({ what, why }) => `${safe(what, 100)}: ${safe(why, 400)}`,
    next: 'Run x402ops rpc to see what is wrong with the endpoints, or name others with --rpc.',
    playbook: 'rpc-down',
  }),

  RECIPIENT_DELTA_NOT_ASKED: entry<Readonly<Record<never, never>>>({
    verdict: 'SKIP',
    severity: 'none',
    title: 'The balance was not compared with the books',
    text: () => '--delta compares it with the last saved reconcile',
    next: null,
    playbook: null,
  }),
  RECIPIENT_DELTA_UNKNOWN: entry<Why>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'The balance could not be compared with the books',
    text: ({ why }) => safe(why, 400),
    next: 'Run x402ops reconcile over the window first, then this again.',
    playbook: drifts,
  }),
  RECIPIENT_BALANCE_CLOSES: entry<Drift>({
    verdict: 'INFO',
    severity: 'none',
    title: 'The books explain the balance',
    text: (args) => `${figures(args)} (run ${args.run}).`,
    next: null,
    playbook: null,
  }),
  RECIPIENT_BALANCE_DRIFT: entry<Drift & { unexplained: Amount }>({
    verdict: 'WARN',
    severity: 'high',
    title: 'The books do not explain the balance',
    text: (args) =>
      `${figures(args)}: ${formatAmountBoth(args.unexplained)} is not explained (run ${args.run}).`,
    next: 'Look for payments without a record first: x402ops reconcile --class UNRECORDED_RECEIPT.',
    playbook: drifts,
  }),
} as const satisfies Catalog

/** Makes a finding of this room. */
export const finding = findings(catalog)
