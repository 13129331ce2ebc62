import { caseOfClaim, caseOfInflow } from './build-case.ts'
import { candidatesFor } from './candidates.ts'
import type { PaymentCase } from './case.ts'
import type { ChainView } from './chain-view.ts'
import type { Effect } from './claim.ts'
import { markDuplicates } from './duplicates.ts'
import { claimOf, groupClaims } from './join.ts'
import { ownedOn, type PaymentPolicy, paysFor } from './policy.ts'
import { markPossibleDuplicates } from './possible-duplicates.ts'
import type { PaymentRecord } from './record.ts'
import { markRefunds } from './refunds.ts'
import { settleOrdersOf } from './settle-order.ts'
import { siteOf } from './site.ts'
import { takenBy } from './strays.ts'

/** What pairing works on: folded records and what the chain shows. Order does not matter. */
export type PairingInput = {
  readonly records: readonly PaymentRecord[]
  readonly views: readonly ChainView[]
  readonly policy: PaymentPolicy
  /** Routes of which plain payments, which are not among the records, show that they settle after the work. */
  readonly showAfter?: readonly Pick<PaymentRecord, 'route' | 'method'>[]
}

/** Every payment as a self-contained case, in id order, and what left before judging. */
export type Paired = {
  readonly cases: readonly PaymentCase[]
  readonly notChargeable: number
}

/** One case for each chargeable record and each inflow that none of them claims, in no order. */
function casesOf({ views, policy, showAfter = [] }: PairingInput, chargeable: readonly PaymentRecord[]) {
  const sites = views.map((view) => siteOf(view, policy))
  const taken = takenBy(chargeable, sites)
  const orderOf = settleOrdersOf(chargeable, policy, showAfter)
  const claims = chargeable.map((record) => ({
    ...claimOf(record, sites, policy, taken),
    order: orderOf(record),
  }))
  const claimed = new Set(claims.flatMap((claim) => claim.effects.map((effect) => effect.id)))
  const cases: PaymentCase[] = []
  for (const group of groupClaims(claims)) {
    for (const claim of group) cases.push(caseOfClaim(claim, group, policy))
  }
  for (const site of sites) {
    for (const effect of site.effects) {
      if (claimed.has(effect.id) || !isOurs(effect, site.view, policy)) continue
      // Nodes may show one log in two ways; the money came once.
      claimed.add(effect.id)
      cases.push(caseOfInflow(effect, site, policy))
    }
  }
  return cases
}

/**
 * Turns records and effects into cases: every record and every inflow ends in exactly one case. Pure;
 * any order of the input gives the same cases.
 */
export function pairPayments(input: PairingInput): Paired {
  const { records, views, policy } = input
  const chargeable = records.filter((record) => record.state !== 'not_charged')
  const cases = casesOf(input, chargeable)
  const linked = markRefunds(markDuplicates(cases, chargeable), views, policy)
  const withCandidates = candidatesFor(markPossibleDuplicates(linked, chargeable), chargeable)
  return {
    cases: [...withCandidates].sort((a, b) => (a.caseId < b.caseId ? -1 : 1)),
    notChargeable: records.length - chargeable.length,
  }
}

/** A payer's payments to other merchants show up beside ours, as do our own moves; neither is income. */
function isOurs({ transfer, authorization }: Effect, view: ChainView, policy: PaymentPolicy): boolean {
  if (paysFor(policy, view.network, view.asset) === undefined) return false
  const owned = ownedOn(policy, view.network)
  return owned.has(transfer.to) && !owned.has(authorization?.authorizer ?? transfer.from)
}
