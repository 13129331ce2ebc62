import type { FinalityPolicy, Pays, PayTo } from '../core/profile.ts'
import type { ChainView } from './chain-view.ts'
import type { SettleOrders } from './settle-order.ts'

/** What the operator expects of payments; plain data, saved with the run. Times in Unix seconds. */
export type PaymentPolicy = {
  readonly since: number
  readonly until: number
  readonly finality: FinalityPolicy
  readonly settleMode: 'sync' | 'async'
  readonly settleOrders?: SettleOrders
  /** An effect this much after the response is called late. */
  readonly lateAfterSeconds: number
  readonly pays: readonly Pays[]
}

/** The last block whose effects count under the policy; null when the nodes do not name one. */
export function policyBlock(
  view: Pick<ChainView, 'latest' | 'safe' | 'finalized'>,
  finality: FinalityPolicy,
): number | null {
  if (typeof finality === 'number') return view.latest.number - finality
  if (finality === 'latest') return view.latest.number
  const tag = finality === 'safe' ? (view.safe ?? view.finalized) : view.finalized
  return tag === null ? null : tag.number
}

/** The terms for a token on a network, all entries for it together; undefined when the operator does not take it. */
export function paysFor(policy: PaymentPolicy, network: string, asset: string): Pays | undefined {
  const all = policy.pays.filter((pays) => pays.network === network && pays.unit.asset === asset)
  const [first] = all
  if (first === undefined || all.length === 1) return first
  return {
    ...first,
    payTo: all.flatMap(({ payTo }) => payTo),
    forbiddenPayTo: all.flatMap(({ forbiddenPayTo }) => forbiddenPayTo),
    refundFrom: all.flatMap(({ refundFrom }) => refundFrom),
  }
}

function inForce(payTo: PayTo, atSeconds: number): boolean {
  const from = payTo.from === null ? Number.NEGATIVE_INFINITY : Date.parse(payTo.from) / 1000
  const until = payTo.until === null ? Number.POSITIVE_INFINITY : Date.parse(payTo.until) / 1000
  return from <= atSeconds && atSeconds < until
}

/** Did the operator own this receiving address at that time? Unknown time counts as "ever". */
export function ownedAt(pays: Pays, address: string, atSeconds: number | null): boolean {
  return pays.payTo.some(
    (payTo) => payTo.address === address && (atSeconds === null || inForce(payTo, atSeconds)),
  )
}

/** Every address of the operator for this token, past and present. */
export function everOwned(pays: Pays): ReadonlySet<string> {
  return new Set(pays.payTo.map((payTo) => payTo.address))
}

/** Every address of the operator on a network, for whatever token: money in any token he takes is his there. */
export function ownedOn(policy: PaymentPolicy, network: string): ReadonlySet<string> {
  return new Set(
    policy.pays.flatMap((pays) => (pays.network === network ? pays.payTo.map(({ address }) => address) : [])),
  )
}
