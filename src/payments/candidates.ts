import type { PaymentCase } from './case.ts'
import { recordsByLine } from './duplicates.ts'
import { hasKey } from './facts.ts'
import { groupBy } from './group-by.ts'
import type { PaymentRecord } from './record.ts'
import { recordLabel } from './records/record-label.ts'

const clockSkewSeconds = 60
const longestValiditySeconds = 3600
const mostCandidates = 20

function couldBe(record: PaymentRecord, item: PaymentCase): boolean {
  if (record.payer !== null && record.payer !== item.payer) return false
  if (record.amountAtomic !== null && record.amountAtomic !== item.movedAtomic) return false
  if (record.network !== null && record.network !== item.network) return false
  if (record.asset !== null && record.asset !== item.asset) return false
  if (item.blockTime === null) return true
  if (record.validBefore !== null && item.blockTime > record.validBefore + clockSkewSeconds) return false
  if (record.receivedAt === null) return true
  const waited = item.blockTime - record.receivedAt / 1000
  const longest = record.validBefore === null ? longestValiditySeconds : Number.POSITIVE_INFINITY
  return waited >= -clockSkewSeconds && waited <= longest
}

/** Records that no payment was found for: those that cannot be joined, and those that say it failed. */
function looseEnds(
  cases: readonly PaymentCase[],
  records: readonly PaymentRecord[],
): ReadonlySet<PaymentRecord> {
  const byLine = recordsByLine(records)
  const unpaid = cases
    .filter(({ facts }) => facts.books === 'failed' && facts.isFirstClaim && facts.effect === 'none')
    .flatMap(({ lines }) => lines.flatMap((line) => byLine(line) ?? []))
  return new Set([...records.filter((record) => !hasKey(record)), ...unpaid])
}

/**
 * Lists for every payment without a record the records that might be it, and for every record that cannot be
 * joined the payments that might be its own: possible, not proof. Candidates never change a class.
 */
export function candidatesFor(
  cases: readonly PaymentCase[],
  records: readonly PaymentRecord[],
): readonly PaymentCase[] {
  const loose = [...looseEnds(cases, records)]
  if (loose.length === 0) return cases
  const byPayer = groupBy(loose, ({ payer }) => payer ?? '')
  const receipts = cases.filter(({ facts }) => facts.books === 'absent' && facts.marked)
  const receiptsOf = groupBy(receipts, ({ payer }) => payer ?? '')
  const byLine = recordsByLine(records)
  return cases.map((item) => {
    const { facts, lines } = item
    const list = (names: readonly string[]) => ({
      ...item,
      candidates: [...new Set(names)].sort().slice(0, mostCandidates),
    })
    if (facts.books === 'absent' && facts.marked) {
      const near = [...(byPayer.get(item.payer ?? '') ?? []), ...(byPayer.get('') ?? [])]
      return list(near.filter((record) => couldBe(record, item)).map(recordLabel))
    }
    if (facts.hasKey || facts.books === 'absent') return item
    const own = lines.flatMap((line) => byLine(line) ?? [])
    // Who names a payer can only have been paid by him: two lists of thousands are not compared pair by pair.
    const near = (record: PaymentRecord) =>
      record.payer === null ? receipts : (receiptsOf.get(record.payer) ?? [])
    const fits = own.flatMap((record) => near(record).filter((receipt) => couldBe(record, receipt)))
    return list(fits.flatMap(({ tx, logIndex }) => (tx === null ? [] : [`${tx}#${logIndex}`])))
  })
}
