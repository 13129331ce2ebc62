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
 * a payment, whose price fits into the difference, may have been paid by exactly what is hidden. Pure.
 */
export function doubtUnpaid(
  cases: readonly PaymentCase[],
  chains: readonly ChainSeen[],
): readonly PaymentCase[] {
  const hidden = chains.flatMap(({ network, asset, movement }) =>
    (movement?.balances ?? []).flatMap((balance) => {
      const difference = differenceOf(balance) ?? 0n
      return difference > 0n ? [{ network, asset, difference }] : []
    }),
  )
  if (hidden.length === 0) return cases
  return cases.map((item) => {
    const { facts, requiredAtomic } = item
    const unpaid = facts.books !== 'absent' && facts.effect === 'none' && facts.isFirstClaim
    const fits = hidden.some(
      ({ network, asset, difference }) =>
        network === item.network && asset === item.asset && (requiredAtomic ?? 0n) <= difference,
    )
    if (!unpaid || !fits) return item
    return {
      ...item,
      facts: { ...facts, effect: 'unknown', covered: false },
      reasons: [...item.reasons, 'BALANCE_DIFFERS'],
    }
  })
}
