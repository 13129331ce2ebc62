import type { Amount } from './money.ts'

/**
 * The balance of one receiving address over the blocks of a window, against the transfers in the logs.
 * `from` is the last block before the window and `to` the last block compared. `unknown` says in `why` what
 * was missing, and its amounts are null; `differs` means that the logs do not explain the balance.
 */
export type BalanceRow = {
  readonly address: string
  readonly from: number
  readonly to: number
  readonly state: 'closes' | 'differs' | 'unknown'
  readonly before: Amount | null
  readonly after: Amount | null
  readonly in: Amount
  readonly out: Amount
  /** What moved according to the balance and not according to the logs; negative when the balance fell. */
  readonly difference: Amount | null
  readonly why: string | null
}

/**
 * The accounts of one token. `received` is what reached the operator's addresses; `revenue`, `owed`,
 * `refunded`, `pending` and `unexplained` are its parts and add up to it exactly. `lost` was served without
 * money and is no part of it; `refundsOut` and `otherOut` left the operator's addresses.
 */
export type Account = {
  readonly received: Amount
  readonly revenue: Amount
  /** The part of `revenue` that the books do not show as settled. */
  readonly unbooked: Amount
  readonly owed: Amount
  readonly refunded: Amount
  readonly pending: Amount
  readonly unexplained: Amount
  readonly lost: Amount
  readonly refundsOut: Amount
  readonly otherOut: Amount
  /** The part of `received` that moved outside the blocks whose balances were compared. */
  readonly outside: Amount
  readonly balances: readonly BalanceRow[]
}

/**
 * The money of one route, network or hour (RFC 3339, its first second). `atRisk` was served or booked without
 * proof of money, or is not decided; `refundable` is the part of `owed` that a refund would settle, and what
 * was overpaid. The columns overlap and do not add up. `findings` counts cases that ask for something.
 */
export type Breakdown = {
  readonly by: 'route' | 'network' | 'hour'
  readonly name: string
  readonly count: number
  readonly findings: number
  readonly received: Amount
  readonly atRisk: Amount
  readonly owed: Amount
  readonly refundable: Amount
}

/** Failures that end after the same time: somewhere a limit of `limitMs` cuts them off. */
export type NamedDeadline = { readonly limitMs: number; readonly count: number; readonly of: number }

/** How long payments took from their record to their block, in milliseconds, by nearest rank. */
export type SettleTimes = {
  readonly count: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
}

/** The figures of a reconcile beside its classes. `settleTimes` is null when no payment tells its time. */
export type Figures = {
  readonly accounts: readonly Account[]
  readonly breakdown: readonly Breakdown[]
  readonly settleTimes: SettleTimes | null
  readonly deadline: NamedDeadline | null
}

/** A table for bookkeeping: every row has a cell for every column; null is an empty cell. */
export type Sheet = {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}
