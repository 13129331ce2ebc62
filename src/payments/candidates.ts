import type { PaymentCase } from './case.ts'
import { hasKey } from './facts.ts'
import type { PaymentRecord } from './record.ts'
import { recordLabel } from './record-label.ts'

const clockSkewSeconds = 60
const longestValiditySeconds = 3600

function couldBe(record: PaymentRecord, item: PaymentCase): boolean {
  if (record.payer !== null && record.payer !== item.payer) return false
  if (record.amountAtomic !== null && record.amountAtomic !== item.movedAtomic) return false
  if (record.network !== null && record.network !== item.network) return false
  if (record.asset !== null && record.asset !== item.asset) return false
  if (record.receivedAt === null || item.blockTime === null) return true
  const waited = item.blockTime - record.receivedAt / 1000
  return waited >= -clockSkewSeconds && waited <= longestValiditySeconds
}

/**
 * Lists for every payment without a record the records that cannot be joined and might be it: possible,
 * not proof. Candidates never change a class.
 */
export function candidatesFor(
  cases: readonly PaymentCase[],
  records: readonly PaymentRecord[],
): readonly PaymentCase[] {
  const unjoined = records.filter((record) => !hasKey(record))
  if (unjoined.length === 0) return cases
  return cases.map((item) => {
    if (item.facts.books !== 'absent' || !item.facts.marked) return item
    const candidates = unjoined.filter((record) => couldBe(record, item)).map(recordLabel)
    return { ...item, candidates: candidates.sort().slice(0, 20) }
  })
}
