import { entry } from '../../core/finding.ts'
import { type Amount, formatAmount } from '../../core/money.ts'
import { safe } from '../../core/safe.ts'
import type { Verdict } from '../../core/verdict.ts'

type Place = {
  readonly network: string
  readonly address: string
  readonly blocks: string
}

const sizeOf = (amount: Amount) => ({
  ...amount,
  atomic: amount.atomic < 0n ? -amount.atomic : amount.atomic,
})

/** The codes of the balance check. */
export const accountCatalog = {
  RECONCILE_BALANCE_DIFFERS: entry<Place & { moved: Amount; logged: Amount; difference: Amount }>({
    verdict: 'FAIL',
    severity: 'critical',
    title: 'the balance does not agree with the logs',
    text: ({ network, address, blocks, moved, logged, difference }) =>
      `The balance of ${address} on ${network} changed by ${formatAmount(moved)} over blocks ${blocks}; ` +
      `the transfers in the logs make ${formatAmount(logged)}. ${formatAmount(sizeOf(difference))} ` +
      `${difference.atomic > 0n ? 'came without a log' : 'left without a log, or a log is invented'}.`,
    next: 'Trust no "not paid" of this window; run again with another --rpc endpoint.',
    playbook: 'balance-drift',
  }),
  RECONCILE_BALANCE_NOT_READ: entry<Place & { why: string; verdict: string }>({
    verdict: ({ verdict }) => verdict as Verdict,
    severity: 'low',
    title: 'the balance could not be compared with the logs',
    text: ({ network, address, blocks, why }) =>
      `The balance of ${address} on ${network} over blocks ${blocks} is not known: ${safe(why, 300)}.`,
    next: 'Add an endpoint that answers for every block and serves the state of old ones, or list balance under reconcile.unreadable.',
    playbook: 'balance-drift',
  }),
} as const
