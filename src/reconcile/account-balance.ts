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
  const hiding = new Set(
    chains
      .filter(({ movement }) => movement?.balances.some((balance) => (differenceOf(balance) ?? 0n) > 0n))
      .map(({ network, asset }) => `${network}/${asset}`),
  )
  if (hiding.size === 0) return cases
  return cases.map((item) => {
    const { facts } = item
    const unpaid = facts.books !== 'absent' && facts.effect === 'none' && facts.isFirstClaim
    if (!unpaid || !hiding.has(`${item.network}/${item.asset}`)) return item
    return {
      ...item,
      facts: { ...facts, effect: 'unknown', covered: false },
      reasons: [...item.reasons, 'BALANCE_DIFFERS'],
    }
  })
}
