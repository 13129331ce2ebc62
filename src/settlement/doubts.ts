import type { PaymentCase } from '../payments/case.ts'
import type { PaymentRecord } from '../payments/record.ts'
import { isRecorded } from '../payments/settlement/from-case.ts'

/** Could this money be the payment of a record that has another nonce: its payer's, in its transaction or as much? */
function couldBe(item: PaymentCase, { facts, network, payer, tx, movedAtomic }: PaymentCase): string | null {
  if (facts.books !== 'absent' || network !== item.network || payer === null || payer !== item.payer) {
    return null
  }
  if (item.tx !== null && tx === item.tx) return 'TRANSACTION_OF_ANOTHER_PAYMENT'
  return item.requiredAtomic !== null && movedAtomic === item.requiredAtomic
    ? 'UNRECORDED_PAYMENT_FITS'
    : null
}

/**
 * Cases with a doubt where no payment was found, though the payer made one that no record tells of: the books may have
 * the nonce wrong, and then its being unused proves nothing. `all` holds the money that no record claims but `others`. Pure.
 */
export function withDoubts(
  cases: readonly PaymentCase[],
  all: readonly PaymentCase[],
  others: readonly PaymentRecord[],
): readonly PaymentCase[] {
  const keys = new Set(others.map(({ payer, nonce }) => `${payer}/${nonce}`))
  const txs = new Set(others.flatMap(({ nonce, tx }) => (nonce === null ? (tx ?? []) : [])))
  const strange = all.filter(({ payer, nonce, tx }) => !keys.has(`${payer}/${nonce}`) && !txs.has(tx ?? ''))
  return cases.map((item) => {
    if (item.facts.effect !== 'none' || !isRecorded(item)) return item
    const doubts = strange.flatMap((other) => couldBe(item, other) ?? [])
    if (doubts.length === 0) return item
    const reasons = [...new Set([...item.reasons, ...doubts])]
    return { ...item, facts: { ...item.facts, effect: 'unknown' }, reasons }
  })
}
