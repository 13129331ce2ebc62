import type { Unit } from '../core/money.ts'
import type { Vote } from '../core/same-block.ts'
import type { MovesSeen } from '../payments/moves.ts'

/**
 * What a saved reconcile says arrived at one address, in atomic units, in the blocks after `from` and up to `to`.
 * `why` = it cannot be said, and the figures are nothing to go by.
 */
export type DeltaExpected = {
  readonly network: string
  readonly unit: Unit
  readonly address: string
  readonly from: number
  readonly to: number
  /** The hash of `to` when the run saw it; the chain must still name it. */
  readonly toHash: string
  readonly recordedAtomic: bigint
  readonly count: number
  readonly run: string
  /** The earliest moment the window may begin, Unix seconds; null = with the run. */
  readonly since: number | null
  readonly why: string | null
  /** Every recorded receipt, so that a narrower window can be summed; but for those that were only counted. */
  readonly receipts: readonly { readonly block: number; readonly atomic: bigint }[]
  /** Receipts that the run only counted, all of them in its blocks; undefined when there are none. */
  readonly counted?: { readonly count: number; readonly atomic: bigint }
}

/** What the chain says of the same blocks. `from` is the one really read from; null when it could not be found. */
export type DeltaSeen = {
  readonly from: number | null
  readonly why: string | null
  readonly toHash: readonly Vote<string | null>[]
  readonly before: readonly Vote<string>[]
  readonly after: readonly Vote<string>[]
  readonly moves: readonly MovesSeen[]
}
