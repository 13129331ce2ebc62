import type { Amount } from '../core/money.ts'
import type { PaymentCase } from '../payments/case.ts'
import type { RefundState } from '../runs/refund-cases.ts'
import type { Because, HeldReason } from './owed.ts'
import type { RefundEvent } from './shapes.ts'

/** One refund of a plan: to whom, how much, for which transfer. `amount` is what is left of it. */
export type PlanRow = {
  readonly id: string
  /** `network/tx/log index`: one refund for each transfer. */
  readonly key: string
  readonly item: PaymentCase
  readonly outcome: string
  readonly because: Because
  readonly payee: string
  readonly amount: Amount
  /** What went back already, by the book or an event. */
  readonly paid: Amount
  readonly tx: string
  readonly logIndex: number
  readonly state: RefundState
  readonly data: string
}

/** A payment that may be owed and stays out of the plan; `detail` names what stands in the way. */
export type HeldRow = {
  readonly key: string
  readonly item: PaymentCase
  readonly outcome: string
  readonly reason: HeldReason
  readonly detail: string
}

/** A payment that is settled with its payer already, and by what. */
export type DoneRow = {
  readonly key: string
  readonly item: PaymentCase
  readonly by: 'chain' | 'book' | 'event'
  readonly detail: string
}

/** A plan: what goes back, what is held, and what is done. The oldest rows come first. */
export type RefundPlan = {
  readonly rows: readonly PlanRow[]
  readonly held: readonly HeldRow[]
  readonly waiting: readonly PaymentCase[]
  readonly undecided: number
  readonly done: readonly DoneRow[]
  readonly totals: readonly Amount[]
  /** Events for which nothing is owed. */
  readonly unmatched: readonly RefundEvent[]
  /** Credits that are kept under something that is no payer. */
  readonly unkeyed: readonly RefundEvent[]
}
