import type { PaymentCase } from './case.ts'
import type { ChainView } from './chain-view.ts'
import { type Transfer, txOfPlace } from './effect.ts'
import { everOwned, type PaymentPolicy, paysFor, policyBlock } from './policy.ts'

/** Final transfers from the operator to somebody else, oldest first. */
function refundsIn(view: ChainView, policy: PaymentPolicy): Transfer[] {
  const pays = paysFor(policy, view.network, view.asset)
  const limit = policyBlock(view, policy.finality)
  if (pays === undefined || limit === null || view.forked) return []
  const disputed = new Set(view.disputed.map(txOfPlace))
  const owned = everOwned(pays)
  const senders = new Set([...owned, ...pays.refundFrom])
  return view.transfers.filter(
    (item) => senders.has(item.from) && !owned.has(item.to) && item.block <= limit && !disputed.has(item.tx),
  )
}

const wanted = (item: PaymentCase) =>
  item.payer !== null && (item.movedAtomic ?? item.requiredAtomic) !== null

/**
 * Links refund transfers to payments: same payer, same amount, after the payment; each transfer pays back
 * one payment at most. Cases whose books say "refunded" come first, then the oldest.
 */
export function markRefunds(
  cases: readonly PaymentCase[],
  views: readonly ChainView[],
  policy: PaymentPolicy,
): readonly PaymentCase[] {
  const found = new Set<PaymentCase>()
  const inOrder = cases
    .filter(wanted)
    .sort(
      (a, b) =>
        Number(b.facts.books === 'refunded') - Number(a.facts.books === 'refunded') ||
        (a.block ?? 0) - (b.block ?? 0) ||
        (a.caseId < b.caseId ? -1 : 1),
    )
  for (const view of views) {
    const free = refundsIn(view, policy)
    for (const item of inOrder) {
      if (item.network !== view.network || item.asset !== view.asset || !item.facts.isFirstClaim) continue
      const amount = item.movedAtomic ?? item.requiredAtomic
      const index = free.findIndex(
        (refund) => refund.to === item.payer && refund.value === amount && refund.block >= (item.block ?? 0),
      )
      if (index === -1) continue
      free.splice(index, 1)
      found.add(item)
    }
  }
  return cases.map((item) =>
    found.has(item)
      ? {
          ...item,
          facts: { ...item.facts, refundFound: true },
          flags: [...new Set([...item.flags, 'refund_found' as const])].sort(),
        }
      : item,
  )
}
