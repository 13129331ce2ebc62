import type { PaymentCase } from './case.ts'
import { groupBy } from './group-by.ts'
import type { PaymentRecord, RowSource } from './record.ts'

/** Tells the record that stood first on a line. */
export type RecordsByLine = (line: RowSource) => PaymentRecord | undefined

const known = new WeakMap<readonly PaymentRecord[], RecordsByLine>()

/** Records by where each stood first; three marks ask for those of one list. */
export function recordsByLine(records: readonly PaymentRecord[]): RecordsByLine {
  const found = known.get(records)
  if (found !== undefined) return found
  const files = new Map<string, Map<number, PaymentRecord>>()
  for (const record of records) {
    const { file, line } = record.source
    const lines = files.get(file) ?? new Map<number, PaymentRecord>()
    files.set(file, lines.set(line, record))
  }
  const byLine: RecordsByLine = ({ file, line }) => files.get(file)?.get(line)
  known.set(records, byLine)
  return byLine
}

/** The identity of a purchase: what the buyer named, else the request; undefined when nothing names it. */
export function purchaseOf(lines: PaymentCase['lines'], records: RecordsByLine): string | undefined {
  for (const line of lines) {
    const record = records(line)
    if (record === undefined) continue
    if (record.paymentIdentifier !== null) return `identifier ${record.paymentIdentifier}`
    if (record.requestId !== null) return `request ${record.requestId}`
  }
  return undefined
}

const isFinalPayment = ({ facts }: PaymentCase) => facts.effect === 'one' && facts.finality === 'reached'

const earliest = (a: PaymentCase, b: PaymentCase) =>
  (a.block ?? 0) - (b.block ?? 0) || (a.logIndex ?? 0) - (b.logIndex ?? 0) || (a.caseId < b.caseId ? -1 : 1)

/** The payment that serves the purchase: the one delivered, else the earliest. */
function serving(group: readonly PaymentCase[]): PaymentCase | undefined {
  const ordered = [...group].sort(earliest)
  const deliveries = ordered.filter((item) => item.facts.response === 'ok')
  return deliveries.length === 1 ? deliveries[0] : ordered[0]
}

const isRecorded = ({ facts }: PaymentCase) => facts.books !== 'absent' && facts.isFirstClaim

/** Money may have moved, and the nodes do not let us say so. */
const mayBePayment = ({ facts }: PaymentCase) => facts.effect === 'unknown' || facts.effect === 'many'

/**
 * What each final payment of one purchase is, however the undecided ones turn out: none of them paid, all of
 * them before the others, or all of them after.
 */
function standings(group: readonly PaymentCase[]): ReadonlyMap<PaymentCase, 'duplicate' | 'undecided'> {
  const finals = group.filter(isFinalPayment)
  const others = group.filter(mayBePayment)
  const at = (block: number) => others.map((item) => ({ ...item, block }))
  const ends = others.length === 0 ? [[]] : [[], at(-1), at(Number.MAX_SAFE_INTEGER)]
  const kept = ends.map((more) => serving([...finals, ...more]))
  return new Map(
    finals.flatMap((item) => {
      const times = kept.filter((one) => one !== item).length
      if (times === 0) return []
      return [[item, times === kept.length ? ('duplicate' as const) : ('undecided' as const)] as const]
    }),
  )
}

function marked(item: PaymentCase, standing: 'duplicate' | 'undecided' | undefined): PaymentCase {
  if (standing === undefined) return item
  if (standing === 'duplicate') return { ...item, facts: { ...item.facts, duplicate: true } }
  const reasons = [...new Set([...item.reasons, 'OTHER_CHARGE_UNDECIDED'])]
  return { ...item, facts: { ...item.facts, effect: 'unknown' }, reasons }
}

/**
 * A request id is the server's own count, and one that counts from 1 again gives the same id to other buyers: what
 * different payers paid under it is not one purchase, and calling it so would pay an honest buyer back. What the
 * buyer named himself (a payment identifier) stays one purchase. A payment of an unknown payer may belong to any.
 */
function purchasesIn(name: string | undefined, group: readonly PaymentCase[]) {
  const payers = new Set(group.flatMap(({ payer }) => payer ?? []))
  if (payers.size < 2 || name?.startsWith('identifier ') === true) return [group]
  return [...payers].map((payer) => group.filter((item) => item.payer === null || item.payer === payer))
}

/**
 * Marks every final payment of a purchase but the one that serves it. Only a shared payment identifier, or a
 * request id shared by one payer, makes a duplicate; equal payer and amount never do. Where another payment of the purchase is
 * undecided, and with it which one serves, nothing is said of this one either.
 */
export function markDuplicates(
  cases: readonly PaymentCase[],
  records: readonly PaymentRecord[],
): readonly PaymentCase[] {
  const byLine = recordsByLine(records)
  const groups = groupBy(cases.filter(isRecorded), (item) => purchaseOf(item.lines, byLine))
  const purchases = [...groups].flatMap(([name, group]) => purchasesIn(name, group))
  const standing = new Map(purchases.flatMap((group) => [...standings(group)]))
  return cases.map((item) => marked(item, standing.get(item)))
}
