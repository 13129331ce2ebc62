import type { Breakdown } from '../core/figures.ts'
import { amountOf } from '../core/money.ts'
import { atRiskIn, moneyPartOf, refundableIn } from './account-part.ts'
import { unitFor } from './case-args.ts'
import type { ReconcileExpected } from './expected.ts'
import type { JudgedCase } from './judge-case.ts'

const kinds = ['route', 'network', 'hour'] as const
type Kind = (typeof kinds)[number]
const hourMs = 3_600_000

/** The hour in which a payment moved, else was recorded; `unknown` when neither is known. */
function hourOf({ item }: JudgedCase): string {
  const at = item.blockTime === null ? item.receivedAt : item.blockTime * 1000
  return at === null ? 'unknown' : new Date(Math.floor(at / hourMs) * hourMs).toISOString()
}

function nameOf(by: Kind, judged: JudgedCase): string {
  if (by === 'network') return judged.item.network
  if (by === 'hour') return hourOf(judged)
  return judged.item.route ?? (judged.item.lines.length === 0 ? 'no record' : 'unknown')
}

const asks = ({ verdict }: JudgedCase) => verdict === 'FAIL' || verdict === 'WARN' || verdict === 'UNKNOWN'

type Line = { by: Kind; name: string; cases: JudgedCase[] }

function rowOf({ by, name, cases }: Line, expected: ReconcileExpected): readonly Breakdown[] {
  const [first] = cases
  if (first === undefined) return []
  const unit = unitFor(first.item.network, first.item.asset, expected)
  const sum = (read: (one: JudgedCase) => bigint) =>
    amountOf(
      cases.reduce((total, one) => total + read(one), 0n),
      unit,
    )
  const inPart = (one: JudgedCase, owedOnly: boolean) => {
    const part = moneyPartOf(one, expected)
    return part === null || (owedOnly && part !== 'owed') ? 0n : (one.item.movedAtomic ?? 0n)
  }
  return [
    {
      ...{ by, name, count: cases.length, findings: cases.filter(asks).length },
      received: sum((one) => inPart(one, false)),
      atRisk: sum((one) => atRiskIn(one, expected)),
      owed: sum((one) => inPart(one, true)),
      refundable: sum((one) => refundableIn(one, expected)),
    },
  ]
}

/**
 * The money by route, by network and by hour, one row for each name and token; routes, networks, hours, each
 * in the order of names. Cases of other windows are left out. Pure.
 */
export function breakdownOf(
  judged: readonly JudgedCase[],
  expected: ReconcileExpected,
): readonly Breakdown[] {
  const counted = judged.filter(({ outcome }) => outcome !== 'OUT_OF_WINDOW')
  return kinds.flatMap((by) => {
    const lines = new Map<string, Line>()
    for (const one of counted) {
      const name = nameOf(by, one)
      const key = `${name} ${one.item.network}/${one.item.asset}`
      const line = lines.get(key) ?? { by, name, cases: [] }
      line.cases.push(one)
      lines.set(key, line)
    }
    return [...lines]
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .flatMap(([, line]) => rowOf(line, expected))
  })
}
