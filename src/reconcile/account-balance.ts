import type { PaymentCase } from '../payments/case.ts'
import type { BalanceSeen } from './account-seen.ts'
import type { ChainSeen } from './seen.ts'

/** What moved according to the balance and not according to the logs; null when the balance is not known. */
export function differenceOf({ before, after, inAtomic, outAtomic, why }: BalanceSeen): bigint | null {
  if (why !== null || before === null || after === null) return null
  return after - before - (inAtomic - outAtomic)
}

/**
 * Takes back what nobody may say where more money arrived than any log shows: a record of that token without
 * a payment may have been paid by exactly what is hidden, whatever its price. Pure.
 */
export function doubtUnpaid(
  cases: readonly PaymentCase[],
  chains: readonly ChainSeen[],
): readonly PaymentCase[] {
  const hides = (gap: (balance: BalanceSeen) => bigint | null | undefined) =>
    new Set(
      chains
        .filter(({ movement }) => movement?.balances.some((balance) => (gap(balance) ?? 0n) > 0n))
        .map(({ network, asset }) => `${network}/${asset}`),
    )
  const below = hides(differenceOf)
  const above = hides(({ unsettled }) => unsettled)
  if (below.size + above.size === 0) return cases
  return cases.map((item) => {
    const { facts } = item
    const token = `${item.network}/${item.asset}`
    const unpaid = facts.books !== 'absent' && facts.effect === 'none' && facts.isFirstClaim
    // What expired before the last final block can have been paid by nothing above it.
    const doubtful = below.has(token) || (above.has(token) && !facts.expired)
    if (!unpaid || !doubtful) return item
    return {
      ...item,
      facts: { ...facts, effect: 'unknown', covered: false },
      reasons: [...item.reasons, 'BALANCE_DIFFERS'],
    }
  })
}
