import { amountOf } from '../../core/money.ts'
import type { Total } from '../../core/report.ts'
import type { Verdict } from '../../core/verdict.ts'
import { verdicts } from '../../core/verdict.ts'
import { unitFor } from '../case-args.ts'
import type { ReconcileExpected } from '../expected.ts'
import type { JudgedCase } from '../judge-case.ts'
import type { Outcome } from '../outcome.ts'

/** The line of one class and token: cases, and what moved (or, where nothing moved, what was asked for). */
export type ClassTotal = Total & { readonly outcome: Outcome; readonly verdict: Verdict }

const rank = (verdict: Verdict) => verdicts.indexOf(verdict)

/** Totals by class and token, worst verdict first, then by size. A fold over the cases; nothing is left out. */
export function classTotals(
  judged: readonly JudgedCase[],
  expected: ReconcileExpected,
): readonly ClassTotal[] {
  const lines = new Map<string, { cases: JudgedCase[]; sum: bigint }>()
  for (const one of judged) {
    const key = `${one.outcome} ${one.item.network}/${one.item.asset}`
    const line = lines.get(key) ?? { cases: [], sum: 0n }
    line.cases.push(one)
    line.sum += one.item.movedAtomic ?? one.item.requiredAtomic ?? 0n
    lines.set(key, line)
  }
  return [...lines.values()]
    .flatMap(({ cases, sum }) => {
      const [first] = cases
      if (first === undefined) return []
      const { outcome, item } = first
      const worst = cases.reduce((a, b) => (rank(b.verdict) < rank(a.verdict) ? b : a), first)
      const amount = amountOf(sum, unitFor(item.network, item.asset, expected))
      return [{ name: outcome.toLowerCase(), outcome, verdict: worst.verdict, count: cases.length, amount }]
    })
    .sort((a, b) => rank(a.verdict) - rank(b.verdict) || b.count - a.count || (a.name < b.name ? -1 : 1))
}
