import { OpsError } from '../core/errors.ts'
import type { RefundCase, RefundState } from '../runs/refund-cases.ts'
import type { RefundSeen } from './shapes.ts'
import type { RefundPlan } from './shown.ts'

/** The entries that a plan adds to the book: one for each row that does not stand there. */
export function openedBy({ rows }: RefundPlan, { at, run, book }: RefundSeen): readonly RefundCase[] {
  const known = new Set(book.cases.map(({ id }) => id))
  return rows
    .filter(({ id }) => !known.has(id))
    .map(({ id, amount, paid, payee, tx, logIndex, state }) => ({
      ...{ id, network: amount.network, asset: amount.asset, tx, logIndex, payee, state },
      ...{ amountAtomic: amount.atomic + paid.atomic, paidAtomic: paid.atomic, refundTx: null },
      ...{ openedAt: at, changedAt: at, runId: run.runId },
    }))
}

/** Where a refund may go from each state. What is confirmed is over; what was sent may have failed. */
const moves: Readonly<Record<RefundState, readonly RefundState[]>> = {
  open: ['approved', 'sent', 'confirmed', 'denied', 'partial'],
  approved: ['open', 'sent', 'confirmed', 'denied', 'partial'],
  sent: ['open', 'confirmed', 'partial'],
  partial: ['sent', 'confirmed', 'denied', 'partial'],
  denied: ['open'],
  confirmed: [],
}

/** What an operator writes down of a refund. */
export type Mark = {
  /** An id or at least six characters of its beginning. */
  readonly id: string
  readonly state: RefundState
  readonly tx: string | null
  readonly paidAtomic: bigint | null
  readonly at: string
}

const illegal = (why: string) => new OpsError('REFUND_NOT_MARKED', { why })

/** The refund that an id means. Throws `OpsError` REFUND_NOT_MARKED when none or several have it. */
function meant(cases: readonly RefundCase[], id: string): RefundCase {
  const found = cases.filter((item) => item.id === id || (id.length >= 6 && item.id.startsWith(id)))
  const [first] = found
  if (first === undefined) throw illegal('no refund in the book has this id')
  if (found.length > 1) throw illegal(`${found.length} refunds begin like this: give more of the id`)
  return first
}

/** The refund of a mark after it. Throws `OpsError` REFUND_NOT_MARKED for a move that cannot be. */
export function marked(cases: readonly RefundCase[], { id, state, tx, paidAtomic, at }: Mark): RefundCase {
  const item = meant(cases, id)
  if (!moves[item.state].includes(state)) throw illegal(`what is ${item.state} cannot become ${state}`)
  const needsTx = state === 'sent' || state === 'confirmed' || state === 'partial'
  const refundTx = tx ?? (state === 'open' ? null : item.refundTx)
  if (needsTx && refundTx === null) throw illegal(`${state} needs the transaction: --tx 0x..`)
  if (state !== 'partial') {
    const paid = state === 'confirmed' ? item.amountAtomic : item.paidAtomic
    return { ...item, state, refundTx, paidAtomic: paid, changedAt: at }
  }
  if (paidAtomic === null || paidAtomic <= item.paidAtomic || paidAtomic >= item.amountAtomic) {
    throw illegal(`partial needs --paid-atomic, between ${item.paidAtomic} and ${item.amountAtomic}`)
  }
  return { ...item, state, refundTx, paidAtomic, changedAt: at }
}
