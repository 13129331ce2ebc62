import type { PaymentCase } from './case.ts'
import { purchaseOf, recordsByLine } from './duplicates.ts'
import { groupBy } from './group-by.ts'
import type { PaymentRecord } from './record.ts'

// A client that signs again after an error does so within minutes; who buys again later wants it again.
const retryWithinMs = 600_000

const isPaid = ({ facts, route, payer }: PaymentCase) =>
  facts.books !== 'absent' &&
  facts.isFirstClaim &&
  facts.effect === 'one' &&
  !facts.duplicate &&
  route !== null &&
  payer !== null

const timeOf = ({ receivedAt, blockTime }: PaymentCase) =>
  receivedAt ?? (blockTime === null ? null : blockTime * 1000)

function wasDelivered({ facts }: PaymentCase): boolean {
  return facts.response === 'ok' || (facts.response === 'unknown' && facts.books !== 'failed')
}

type Follower = { readonly item: PaymentCase; readonly earlier: PaymentCase }

/** The payments of a group that follow within ten minutes on another one of it. */
function followersIn(group: readonly PaymentCase[]): readonly Follower[] {
  const timed = group.flatMap((item) => {
    const at = timeOf(item)
    return at === null ? [] : [{ item, at }]
  })
  timed.sort((a, b) => a.at - b.at || (a.item.caseId < b.item.caseId ? -1 : 1))
  return timed.flatMap(({ item, at }, index) => {
    const before = timed[index - 1]
    return before === undefined || at - before.at > retryWithinMs ? [] : [{ item, earlier: before.item }]
  })
}

/**
 * Marks payments that follow within ten minutes on another of the same payer, route and amount, when no id
 * says that they are one purchase or two, or on one of another payer under the same request id. It may be a repeat buyer as well as a buyer who paid twice, so
 * this never changes a class; `repeats` names the earlier payment and says whether it was delivered.
 */
export function markPossibleDuplicates(
  cases: readonly PaymentCase[],
  records: readonly PaymentRecord[],
): readonly PaymentCase[] {
  const byLine = recordsByLine(records)
  const named = (item: PaymentCase) => {
    const purchase = purchaseOf(item.lines, byLine)
    return purchase?.startsWith('identifier ') === true ? purchase : undefined
  }
  const alike = groupBy(
    cases.filter(isPaid),
    ({ network, asset, payer, route, requiredAtomic, movedAtomic }) =>
      [network, asset, payer, route, requiredAtomic ?? movedAtomic].join(' '),
  )
  const requests = groupBy(cases.filter(isPaid), (item) => {
    const purchase = purchaseOf(item.lines, byLine)
    return purchase?.startsWith('request ') === true ? purchase : undefined
  })
  const shared = [...requests.values()].filter((group) => new Set(group.map(({ payer }) => payer)).size > 1)
  const sameRequest = new Set<string>()
  const repeats = new Map<string, NonNullable<PaymentCase['repeats']>>()
  for (const group of shared) {
    // Who paid first did not pay again, and who else paid did not either: a word beside the case, no finding.
    for (const { item } of followersIn(group)) sameRequest.add(item.caseId)
  }
  for (const group of alike.values()) {
    for (const { item, earlier } of followersIn(group)) {
      // Two purchases by the buyer's own names for them, or one that was judged by its name already.
      if (named(item) !== undefined && named(earlier) !== undefined) continue
      repeats.set(item.caseId, { caseId: earlier.caseId, delivered: wasDelivered(earlier) })
    }
  }
  return cases.map((item) => {
    const earlier = repeats.get(item.caseId)
    if (earlier === undefined && !sameRequest.has(item.caseId)) return item
    const flags = [...new Set([...item.flags, 'possible_duplicate' as const])].sort()
    return { ...item, flags, ...(earlier === undefined ? {} : { repeats: earlier }) }
  })
}
