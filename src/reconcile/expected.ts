import type { FinalityPolicy, Pays, Profile } from '../core/profile.ts'
import type { SettleOrders } from '../payments/settle-order.ts'
import type { Settlement } from '../runs/settlements.ts'

/** The start or end of the window as given; a chain position is resolved while collecting. */
export type WindowEdge =
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'block'; readonly number: number }
  | { readonly kind: 'tx'; readonly hash: string }

/** What reconcile compares with: plain data, saved with the run. */
export type ReconcileExpected = {
  readonly since: WindowEdge
  readonly until: WindowEdge
  readonly pays: readonly Pays[]
  readonly finality: FinalityPolicy
  readonly settleMode: 'sync' | 'async'
  /** Configured settle orders; absent = none is. */
  readonly settleOrders?: SettleOrders
  /** Schemes and networks that the operator knows this tool cannot read: skipped, not unknown. */
  readonly unreadable: readonly string[]
  readonly lateAfterSeconds: number
  /** How far clocks of servers may differ from the chain's. */
  readonly skewSeconds: number
  /** What earlier runs saw and this one looks at again; `damaged` says why that is not known. */
  readonly memory?: { readonly settlements: readonly Settlement[]; readonly damaged: string | null }
}

function settleOrdersOf({ routes, reconcile }: Profile): SettleOrders {
  const own = routes.flatMap(({ id, method, path, settleOrder }) =>
    settleOrder === undefined ? [] : [{ id, method, path, order: settleOrder }],
  )
  return { all: reconcile.settleOrder ?? null, routes: own }
}

/** The expectation of a profile for one window. */
export function expectReconcile(profile: Profile, since: WindowEdge, until: WindowEdge): ReconcileExpected {
  const { finality, settleMode, unreadable } = profile.reconcile
  return {
    since,
    until,
    pays: profile.pays,
    finality,
    settleMode,
    settleOrders: settleOrdersOf(profile),
    unreadable,
    lateAfterSeconds: 2,
    skewSeconds: 600,
  }
}
