import type { ChainNode, Clock } from '../core/ports.ts'
import type { Pays } from '../core/profile.ts'
import type { PaymentCase } from '../payments/case.ts'
import type { RefundCase, RefundCases } from '../runs/refund-cases.ts'

/** A payment as the run judged it; `provisional` is what it becomes when its block is final. */
export type JudgedPayment = {
  readonly item: PaymentCase
  readonly outcome: string
  readonly provisional: string | null
}

/** Which answers are worth their money: `2xx`, `4xx` or a status such as `206`. */
export type BillingPolicy = { readonly billable: readonly string[] }

/** Only a paid answer of success is worth its money; 402, every other 4xx, 5xx and no answer are not. */
export const defaultBilling: BillingPolicy = { billable: ['2xx'] }

/** What a plan is made by: plain data. `network` null = every network. */
export type RefundExpected = {
  readonly pays: readonly Pays[]
  readonly billing: BillingPolicy
  readonly network: string | null
}

/** Money that left an address of the operator for somebody else. */
export type Outgoing = {
  readonly network: string
  readonly asset: string
  readonly tx: string
  readonly logIndex: number
  readonly block: number
  readonly to: string
  readonly atomic: bigint
}

/** What the chain showed of money that went out, of one token; `why` says what is missing, null = all was read. */
export type GuardReading = {
  readonly network: string
  readonly asset: string
  readonly endpoints: readonly string[]
  readonly from: number
  readonly to: number | null
  readonly why: string | null
  readonly outgoing: readonly Outgoing[]
}

/** A refund or a credit as another system wrote it down. Addresses and hashes in lower case. */
export type RefundEvent = {
  readonly line: number
  readonly payer: string | null
  /** The transaction of the payment that it is for. */
  readonly tx: string | null
  readonly logIndex: number | null
  /** As written, in the unit beside it: atomic units, or units of the token. */
  readonly amount: string | null
  readonly amountUnit: 'atomic' | 'decimal'
  readonly network: string | null
  readonly path: string | null
  readonly reason: string | null
  readonly refundTx: string | null
  /** What a credit is kept under; only a payer's address is the payer. */
  readonly keyedBy: 'payer' | 'ip' | 'token'
}

/** The events of a file; `rejected` are lines that say nothing which can be used. */
export type EventsRead = {
  readonly file: string
  readonly events: readonly RefundEvent[]
  readonly rejected: readonly { readonly line: number; readonly why: string }[]
}

/** The saved run that a plan is made from; `heads` are the newest blocks it knew, by `network asset`. */
export type RunGiven = {
  readonly runId: string
  readonly startedAt: string
  readonly complete: boolean
  /** Payments that match and are not among `payments`: the run only counts them. All were answered 2xx. */
  readonly counted?: number
  readonly payments: readonly JudgedPayment[]
  readonly outgoing: readonly Outgoing[]
  readonly heads: Readonly<Record<string, number>>
}

/** What a plan is made from: plain data. */
export type RefundSeen = {
  readonly at: string
  readonly run: RunGiven
  /** Null = the chain was not asked (`--offline`). */
  readonly readings: readonly GuardReading[] | null
  readonly events: EventsRead | null
  readonly book: RefundCases
}

/** The world of a plan: what a saved run and the books say, and the chain, null = not to be asked. */
export type RefundPorts = {
  readonly run: RunGiven
  readonly nodes: ((network: string) => readonly ChainNode[]) | null
  readonly events: EventsRead | null
  readonly book: { readonly cases: readonly RefundCase[]; readonly damaged: string | null }
  readonly clock: Clock
}
