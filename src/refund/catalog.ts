import { type Catalog, entry, findings } from '../core/finding.ts'
import { type Amount, formatAmount } from '../core/money.ts'
import { safe } from '../core/safe.ts'

type RowArgs = {
  readonly key: string
  readonly id: string
  readonly class: string
  readonly why: string
  readonly payee: string
  readonly amount: Amount
  readonly request: string | null
}

const rowText = ({ amount, payee, why, key, request }: RowArgs) =>
  `${formatAmount(amount)} to ${payee}: ${why}${request === null ? '' : ` (${safe(request, 80)})`}; ${key}`

const count = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`
const readAndSign = 'Have somebody else read the plan, then pay it from your own wallet or Safe.'

/** The findings of a refund plan and their words. */
export const catalog = {
  REFUND_DUE: entry<RowArgs>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'A payment has to go back',
    text: rowText,
    next: readAndSign,
    playbook: 'paid-route-errors',
  }),
  REFUND_MISSING: entry<RowArgs>({
    verdict: 'FAIL',
    severity: 'high',
    title: 'A payment has to go back, and no refund event tells of it',
    text: rowText,
    next: `The automatic refund did not happen. ${readAndSign}`,
    playbook: 'paid-route-errors',
  }),
  REFUND_PARTIAL: entry<{ readonly key: string; readonly paid: Amount; readonly left: Amount }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'A part of a refund was paid',
    text: ({ key, paid, left }) => `${formatAmount(paid)} went back, ${formatAmount(left)} is left; ${key}`,
    next: null,
    playbook: null,
  }),
  REFUND_HELD: entry<{
    readonly key: string
    readonly class: string
    readonly reason: string
    readonly why: string
    readonly detail: string
  }>({
    verdict: 'UNKNOWN',
    severity: 'high',
    title: 'A payment may have to go back, and a person has to decide',
    text: ({ key, why, detail, class: name }) =>
      `${name} ${key}: ${why}${detail === '' ? '' : ` (${safe(detail, 300)})`}.`,
    next: 'Look at it with x402ops settlement show, and write the decision down: x402ops refund mark.',
    playbook: 'paid-route-errors',
  }),
  REFUND_WAITS: entry<{ readonly count: number }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'Payments are not final yet',
    text: ({ count: n }) => `${count(n, 'payment')} that may be owed could still change: not in the plan.`,
    next: 'Run x402ops reconcile again when they are final, and plan from that run.',
    playbook: null,
  }),
  REFUND_UNDECIDED: entry<{ readonly count: number }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'The run left payments undecided',
    text: ({ count: n }) => `${count(n, 'payment')} may be owed or not: the run could not tell.`,
    next: 'Decide them first: x402ops settlement list.',
    playbook: 'paid-route-errors',
  }),
  REFUND_DONE: entry<{ readonly key: string; readonly by: string; readonly detail: string }>({
    verdict: 'INFO',
    severity: 'none',
    title: 'Was dealt with already',
    text: ({ key, by, detail }) => `${key}: by the ${by} (${safe(detail, 200)}).`,
    next: null,
    playbook: null,
  }),
  REFUND_EVENT_UNMATCHED: entry<{ readonly line: number; readonly what: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'A refund event for which nothing is owed',
    text: ({ line, what }) => `Line ${line}: ${safe(what, 200)}.`,
    next: 'Money or a credit went out without a reason that the run shows. Look at the payment that it names.',
    playbook: 'paid-route-errors',
  }),
  REFUND_EVENT_UNKEYED: entry<{ readonly line: number; readonly keyedBy: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'A credit that may go to somebody else',
    text: ({ line, keyedBy }) =>
      `Line ${line}: kept under ${keyedBy === 'ip' ? 'an internet address' : 'a token'}, not under the payer.`,
    next: 'It is not counted as a refund. Keep credits under the address of the payer.',
    playbook: 'paid-route-errors',
  }),
  REFUND_EVENT_UNREAD: entry<{ readonly line: number; readonly why: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'A line of the refund events says nothing',
    text: ({ line, why }) => `Line ${line}: ${safe(why, 160)}.`,
    next: 'A refund that is not read may be paid again: correct the line.',
    playbook: 'paid-route-errors',
  }),
  REFUND_OFFLINE: entry<{ readonly startedAt: string }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The chain was not asked again',
    text: ({ startedAt }) => `What went back after the run of ${startedAt} is not seen.`,
    next: 'Plan again without --offline before anybody pays.',
    playbook: 'paid-route-errors',
  }),
  REFUND_RUN_INCOMPLETE: entry<{ readonly runId: string; readonly counted: number }>({
    verdict: 'WARN',
    severity: 'medium',
    title: 'The run did not see everything',
    text: ({ runId, counted }) =>
      `${runId} ${counted === 0 ? 'was not complete' : `only counts ${counted} payments that match, and some answers are not billable`}: more may be owed than stands here.`,
    next: 'Run x402ops reconcile again until it is complete; a very long window in parts.',
    playbook: 'paid-route-errors',
  }),
} as const satisfies Catalog

/** Makes findings of a refund plan. */
export const finding = findings(catalog)
