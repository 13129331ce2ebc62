import type { BlockRange, BlockRef } from '../core/ports.ts'
import type { PaymentCase } from '../payments/case.ts'
import type { PlainSums } from '../payments/plain/sums.ts'
import type { ProofFailure } from '../payments/proof.ts'
import type { MappingShown, RejectedRow } from '../payments/record.ts'
import type { MovementSeen } from './account/seen.ts'
import type { Recheck } from './remembered/remembered.ts'
import type { SilentNode } from './scan/node.ts'
import type { Witness } from './scan/witness.ts'

/** What was read of one records source, without the records themselves. */
export type SourceSeen = {
  readonly name: string
  readonly rows: number
  readonly used: number
  readonly ignored: number
  readonly rejectedCount: number
  /** The first 50 rejected rows. */
  readonly rejected: readonly RejectedRow[]
  readonly mapping: MappingShown
}

/** What was read of one token on one network. `window` is null when no endpoint could be used. */
export type ChainSeen = {
  readonly network: string
  readonly asset: string
  readonly endpoints: readonly string[]
  readonly silent: readonly SilentNode[]
  readonly window: { readonly from: BlockRef; readonly to: BlockRef } | null
  /** The blocks really read; wider than the window by the life of its authorizations. */
  readonly read: (BlockRange & { readonly fromHash: string; readonly toHash: string }) | null
  readonly latest: BlockRef | null
  readonly safe: BlockRef | null
  readonly finalized: BlockRef | null
  readonly holes: readonly (BlockRange & { readonly why: string })[]
  readonly disputed: number
  readonly forked: boolean
  /** Logs that did not fit their own query; the endpoint that sent them is not to be trusted. */
  readonly dropped: number
  /** Endpoints proven wrong and left out; undefined in runs from before they were weighed, as are the next three. */
  readonly quarantined?: readonly SilentNode[]
  /** Endpoints proven wrong and used for want of others: what they do not show proves nothing. */
  readonly distrusted?: readonly SilentNode[]
  /** The only endpoint, when nothing shows that it keeps logs of the range at all. */
  readonly quiet?: readonly SilentNode[]
  /** What each endpoint said, side by side. */
  readonly witnesses?: readonly Witness[]
  readonly transfersIn: number
  /** Null when there was nothing to ask; undefined in runs from before balances were compared. */
  readonly movement?: MovementSeen | null
}

/**
 * How far a run came that was stopped. `records`: how many were read, null where that is not known; `allRecords`: there
 * are no more. `blocks` of `of` were read; 0 of 0 before the first of them.
 */
export type Stopped = {
  readonly records: number | null
  readonly allRecords: boolean
  readonly blocks: number
  readonly of: number
}

/** What reconcile saw: plain data, enough to judge again offline. Times in Unix seconds. */
export type ReconcileSeen = {
  readonly at: string
  readonly since: number
  readonly until: number
  /** False when the run was stopped before the records were read; then nothing was paired. */
  readonly booksRead: boolean
  /** How far a run came that was stopped before anything was paired; undefined in older runs and in all others. */
  readonly stopped?: Stopped
  readonly sources: readonly SourceSeen[]
  readonly folded: number
  readonly notChargeable: number
  readonly chains: readonly ChainSeen[]
  readonly cases: readonly PaymentCase[]
  /** Payments that are so plain that they were only counted; left out when every payment is a case. */
  readonly plain?: PlainSums
  /** What became of the money that earlier runs saw. */
  readonly rechecks?: readonly Recheck[]
  /** Why what earlier runs saw is not known; null when it is. */
  readonly memoryDamaged?: string | null
  /** With `--prove`: endpoints whose answers no block header bears out. Left out when nothing was to be proven. */
  readonly proofFailures?: readonly ProofFailure[]
}
