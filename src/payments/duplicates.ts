import type { PaymentCase } from './case.ts'
import { groupBy } from './group-by.ts'
import type { PaymentRecord } from './record.ts'

/** Records by `file:line` of where each stood first. */
export function recordsByLine(records: readonly PaymentRecord[]): ReadonlyMap<string, PaymentRecord> {
  return new Map(records.map((record) => [`${record.source.file}:${record.source.line}`, record] as const))
}

/** The identity of a purchase: what the buyer named, else the request; undefined when nothing names it. */
export function purchaseOf(
  lines: PaymentCase['lines'],
  records: ReadonlyMap<string, PaymentRecord>,
): string | undefined {
  for (const line of lines) {
    const record = records.get(`${line.file}:${line.line}`)
    if (record === undefined) continue
    if (record.paymentIdentifier !== null) return `identifier ${record.paymentIdentifier}`
    if (record.requestId !== null) return `request ${record.requestId}`
  }
  return undefined
}

const isFinalPayment = ({ facts }: PaymentCase) =>
  facts.books !== 'absent' && facts.isFirstClaim && facts.effect === 'one' && facts.finality === 'reached'

const earliest = (a: PaymentCase, b: PaymentCase) =>
  (a.block ?? 0) - (b.block ?? 0) || (a.logIndex ?? 0) - (b.logIndex ?? 0) || (a.caseId < b.caseId ? -1 : 1)

/** The payment that serves the purchase: the one delivered, else the earliest. */
function serving(group: readonly PaymentCase[]): PaymentCase | undefined {
  const ordered = [...group].sort(earliest)
  const deliveries = ordered.filter((item) => item.facts.response === 'ok')
  return deliveries.length === 1 ? deliveries[0] : ordered[0]
}

/**
 * Marks every final payment of a purchase but the one that serves it. Only a shared payment identifier or
 * request id makes a duplicate; equal payer and amount never do.
 */
export function markDuplicates(
  cases: readonly PaymentCase[],
  records: readonly PaymentRecord[],
): readonly PaymentCase[] {
  const byLine = recordsByLine(records)
  const groups = groupBy(cases.filter(isFinalPayment), (item) => purchaseOf(item.lines, byLine))
  const duplicates = new Set<PaymentCase>()
  for (const group of groups.values()) {
    const kept = serving(group)
    for (const item of group) if (item !== kept) duplicates.add(item)
  }
  return cases.map((item) =>
    duplicates.has(item) ? { ...item, facts: { ...item.facts, duplicate: true } } : item,
  )
}
