import { entry } from '../../core/finding.ts'
import { safe } from '../../core/safe.ts'

/** Why nobody can say what became of money that an earlier run saw. */
export const rememberedReasons = {
  EARLIER_BLOCK_NOT_READ:
    'an earlier run saw it on the chain, and not every endpoint told which block stands there now',
  EARLIER_RECEIPT_NOT_READ:
    'its block was replaced, and not every endpoint told what became of its transaction',
  EARLIER_LOG_MISSING:
    'an earlier run saw it in a block that still stands, and the logs read now do not show it',
} as const

/** What is said about the memory between runs. */
export const rememberedCatalog = {
  RECONCILE_PAYMENT_MOVED: entry<{ network: string; count: number; tx: string; from: number; to: number }>({
    verdict: 'INFO',
    severity: 'low',
    title: 'a reorganisation moved payments to other blocks',
    text: ({ network, count, tx, from, to }) =>
      count === 1
        ? `${safe(tx, 80)} on ${safe(network, 60)} was in block ${from} and is now in block ${to}; it is one payment.`
        : `${count} payments on ${safe(network, 60)} are in other blocks than before; each is still one payment.`,
    next: null,
    playbook: 'reorg',
  }),
  RECONCILE_MEMORY_DAMAGED: entry<{ why: string }>({
    verdict: 'UNKNOWN',
    severity: 'medium',
    title: 'what earlier runs saw could not be looked at again',
    text: ({ why }) => `${safe(why, 200)}, so a payment that a reorganisation took back may go unnoticed.`,
    next: 'Let this user open what is named, or reach the database that keeps runs; a spoilt file is set aside when this run is saved. Then reconcile the last days once more: --since 7d.',
    playbook: 'balance-drift',
  }),
} as const
