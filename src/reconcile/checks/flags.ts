import { type Finding, findings } from '../../core/finding.ts'
import { amountOf } from '../../core/money.ts'
import type { Check } from '../../core/room.ts'
import type { CaseFlag, PaymentCase } from '../../payments/case.ts'
import { unitFor } from '../case-args.ts'
import { recordName } from '../case-names.ts'
import { catalog } from '../catalog.ts'
import type { ReconcileExpected } from '../expected.ts'
import { verdictOf } from '../flags.ts'
import { type JudgedCase, judgeCases } from '../judge-case.ts'
import { orderReason, orderWords, routeName } from '../order-words.ts'
import type { ReconcileSeen } from '../seen.ts'

const find = findings(catalog)
const namesShown = 3

function groups<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  const byKey = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = byKey.get(key)
    if (group === undefined) byKey.set(key, [item])
    else group.push(item)
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))
}

const namesOf = (cases: readonly PaymentCase[]) => cases.slice(0, namesShown).map(recordName)

function ofHeaders(cases: readonly PaymentCase[]): Finding[] {
  const bare = cases.filter(
    (item) =>
      item.flags.includes('missing_payment_response') &&
      verdictOf('missing_payment_response', item) === 'FAIL',
  )
  return groups(bare, routeName).map(([route, group]) => {
    const order = orderWords[group[0]?.settleOrder?.order ?? 'after']
    const args = { route, count: group.length, records: namesOf(group), order }
    return find('RECONCILE_PAYMENT_RESPONSE_MISSING', { kind: 'route', id: route, route }, args)
  })
}

function ofRepetitions(cases: readonly PaymentCase[], expected: ReconcileExpected): Finding[] {
  return cases.flatMap((item) => {
    const { caseId, repeats, payer, network, asset, movedAtomic, evidence } = item
    if (repeats === undefined || verdictOf('possible_duplicate', item) !== 'WARN') return []
    const route = routeName(item)
    const args = {
      payer: payer ?? 'unknown',
      amount: movedAtomic === null ? null : amountOf(movedAtomic, unitFor(network, asset, expected)),
      route,
      record: recordName(item),
      earlier: repeats.caseId,
    }
    return [find('RECONCILE_POSSIBLE_DUPLICATE', { kind: 'case', id: caseId, caseId, route }, args, evidence)]
  })
}

const differing: readonly (readonly [CaseFlag, string])[] = [
  ['payer_differs', 'payer'],
  ['tx_hash_wrong', 'transaction'],
]

/** A class that alarms tells both transactions itself; where books and chain agree, nothing else would. */
function ofDifferences(judged: readonly JudgedCase[]): Finding[] {
  const quiet = judged.filter(({ verdict }) => verdict === 'PASS').map(({ item }) => item)
  return differing.flatMap(([flag, what]) =>
    groups(
      quiet.filter((item) => item.flags.includes(flag)),
      ({ network }) => network,
    ).map(([network, group]) =>
      find(
        'RECONCILE_RECORDS_DIFFER',
        { kind: 'records', id: `${flag} ${network}` },
        { network, what, count: group.length, records: namesOf(group) },
      ),
    ),
  )
}

function ofOrder(cases: readonly PaymentCase[]): Finding[] {
  const settled = cases.filter(
    ({ facts, settleOrder }) => facts.effect === 'one' && settleOrder?.order === 'before',
  )
  return groups(settled, routeName).flatMap(([route, group]) => {
    const errors = group.filter(({ responseStatus }) => (responseStatus ?? 0) >= 500).length
    const known = group[0]?.settleOrder
    if (errors === 0 || known === undefined) return []
    const args = { route, errors, paid: group.length, how: orderReason(known) }
    return [find('RECONCILE_SETTLES_BEFORE_WORK', { kind: 'route', id: route, route }, args)]
  })
}

const isUnverified = ({ flags }: PaymentCase) =>
  flags.includes('work_before_verify') || flags.includes('work_though_refused')

function ofWork(cases: readonly PaymentCase[]): Finding[] {
  return groups(cases.filter(isUnverified), routeName).map(([route, group]) => {
    const refused = group.filter((item) => item.flags.includes('work_though_refused')).length
    const args = { route, count: group.length, records: namesOf(group), refused }
    return find('RECONCILE_UNVERIFIED_WORK', { kind: 'route', id: route, route }, args)
  })
}

/** What stands beside the class of a payment and asks for a look by itself. */
export const flags: Check<ReconcileSeen, ReconcileExpected> = {
  id: 'flags',
  question: 'Does anything beside the class of a payment ask for a look?',
  judge: (seen, expected) => {
    const judged = judgeCases(seen.cases, expected)
    const own = judged.filter(({ item }) => item.facts.inWindow && item.facts.isFirstClaim)
    const cases = own.map(({ item }) => item)
    return [
      ...[...ofHeaders(cases), ...ofRepetitions(cases, expected), ...ofDifferences(own)],
      ...[...ofOrder(cases), ...ofWork(cases)],
    ]
  },
}
