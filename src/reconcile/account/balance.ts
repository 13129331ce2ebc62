import type { PaymentCase } from '../../payments/case.ts'
import type { ChainSeen } from '../seen.ts'
import type { BalanceSeen } from './seen.ts'

/** What moved according to the balance and not according to the logs; null when the balance is not known. */
export function differenceOf({ before, after, inAtomic, outAtomic, why }: BalanceSeen): bigint | null {
  if (why !== null || before === null || after === null) return null
  return after - before - (inAtomic - outAtomic)
}

type Gap = (balance: BalanceSeen) => bigint | null | undefined

/** The tokens of which some balance shows a gap of that kind. */
function tokensWith(chains: readonly ChainSeen[], is: (gap: bigint) => boolean, gap: Gap) {
  return new Set(
    chains
      .filter(({ movement }) => movement?.balances.some((balance) => is(gap(balance) ?? 0n)))
      .map(({ network, asset }) => `${network}/${asset}`),
  )
}

function doubted(item: PaymentCase, reason: string): PaymentCase {
  const facts = { ...item.facts, effect: 'unknown', covered: false } as const
  return { ...item, facts, reasons: [...item.reasons, reason] }
}

/**
 * Takes back what nobody may say while a balance differs from the logs. Where more money arrived than any log
 * shows, a record without a payment may have been paid by exactly what is hidden, whatever its price; where
 * more left, a refund that is not found may have been sent, even for money that never came. Pure.
 */
export function doubtByBalance(
  cases: readonly PaymentCase[],
  chains: readonly ChainSeen[],
): readonly PaymentCase[] {
  const came = (gap: bigint) => gap > 0n
  const left = (gap: bigint) => gap < 0n
  const unsettled: Gap = (balance) => balance.unsettled
  const arrived = tokensWith(chains, came, differenceOf)
  const arrivedLate = tokensWith(chains, came, unsettled)
  const departed = new Set([
    ...tokensWith(chains, left, differenceOf),
    ...tokensWith(chains, left, unsettled),
  ])
  if (arrived.size + arrivedLate.size + departed.size === 0) return cases
  return cases.map((item) => {
    const { facts } = item
    const token = `${item.network}/${item.asset}`
    if (facts.books === 'absent' || !facts.isFirstClaim) return item
    // What expired before the last final block can have been paid by nothing above it.
    const maybePaid = arrived.has(token) || (arrivedLate.has(token) && !facts.expired)
    if (facts.effect === 'none' && maybePaid) return doubted(item, 'BALANCE_DIFFERS')
    const isUndoubted = facts.effect === 'one' || facts.effect === 'none'
    const isRefundSought = facts.books === 'refunded' && isUndoubted && !facts.refundFound
    return isRefundSought && departed.has(token) ? doubted(item, 'BALANCE_BELOW_LOGS') : item
  })
}
