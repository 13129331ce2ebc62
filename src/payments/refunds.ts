import type { PaymentCase } from './case.ts'
import type { ChainView } from './chain-view.ts'
import { type Transfer, txOfPlace } from './effect.ts'
import { everOwned, type PaymentPolicy, paysFor, policyBlock } from './policy.ts'

type Refunds = { readonly agreed: Transfer[]; readonly disputed: readonly Transfer[] }

/** Final transfers from the operator to somebody else, oldest first; apart those that the nodes dispute. */
function refundsIn(view: ChainView, policy: PaymentPolicy): Refunds {
  const pays = paysFor(policy, view.network, view.asset)
  const limit = policyBlock(view, policy.finality)
  if (pays === undefined || limit === null || view.forked) return { agreed: [], disputed: [] }
  const disputed = new Set(view.disputed.map(txOfPlace))
  const owned = everOwned(pays)
  const senders = new Set([...owned, ...pays.refundFrom])
  const refunds = view.transfers.filter(
    (item) => senders.has(item.from) && !owned.has(item.to) && item.block <= limit,
  )
  return {
    agreed: refunds.filter(({ tx }) => !disputed.has(tx)),
    disputed: refunds.filter(({ tx }) => disputed.has(tx)),
  }
}

/** Why it is not known whether a payment was paid back as its books say; undefined when it was not. */
function doubtOf(item: PaymentCase, view: ChainView, shown: Refunds, fits: (refund: Transfer) => boolean) {
  if (shown.disputed.some(fits)) return 'NODES_DISAGREE'
  if (view.unread.some(({ to }) => to >= (item.block ?? 0))) return 'REFUND_NOT_READ'
  const told = item.refundTx === undefined ? undefined : view.txs[item.refundTx]
  if (told === 'unknown') return 'REFUND_NOT_READ'
  // It succeeded, and nothing of it is shown: its log is kept from us, or it paid from elsewhere.
  const isShown = view.transfers.some(({ tx }) => tx === item.refundTx)
  return told === 'success' && !isShown ? 'REFUND_LOG_MISSING' : undefined
}

const wanted = (item: PaymentCase) =>
  item.payer !== null && (item.movedAtomic ?? item.requiredAtomic) !== null

/**
 * Links refund transfers to payments: same payer, same amount, after the payment; each transfer pays back
 * one payment at most. Cases whose books say "refunded" come first, then the oldest. Where the nodes dispute the
 * only refund that fits, or not all of it was read, nobody knows whether a payment was refunded as its books say.
 */
export function markRefunds(
  cases: readonly PaymentCase[],
  views: readonly ChainView[],
  policy: PaymentPolicy,
): readonly PaymentCase[] {
  const found = new Set<PaymentCase>()
  const doubtful = new Map<PaymentCase, string>()
  const inOrder = cases
    .filter(wanted)
    .sort(
      (a, b) =>
        Number(b.facts.books === 'refunded') - Number(a.facts.books === 'refunded') ||
        (a.block ?? 0) - (b.block ?? 0) ||
        (a.caseId < b.caseId ? -1 : 1),
    )
  for (const view of views) {
    const shown = refundsIn(view, policy)
    const { agreed: free } = shown
    for (const item of inOrder) {
      if (item.network !== view.network || item.asset !== view.asset || !item.facts.isFirstClaim) continue
      const amount = item.movedAtomic ?? item.requiredAtomic
      const fits = ({ to, value, block }: Transfer) =>
        to === item.payer && value === amount && block >= (item.block ?? 0)
      const index = free.findIndex(fits)
      if (index === -1) {
        const doubt = item.facts.books === 'refunded' ? doubtOf(item, view, shown, fits) : undefined
        if (doubt !== undefined) doubtful.set(item, doubt)
        continue
      }
      free.splice(index, 1)
      found.add(item)
    }
  }
  return cases.map((item) => {
    const doubt = doubtful.get(item)
    if (doubt !== undefined) {
      const reasons = [...new Set([...item.reasons, doubt])]
      return { ...item, facts: { ...item.facts, effect: 'unknown' }, reasons }
    }
    return found.has(item)
      ? {
          ...item,
          facts: { ...item.facts, refundFound: true },
          flags: [...new Set([...item.flags, 'refund_found' as const])].sort(),
        }
      : item
  })
}
