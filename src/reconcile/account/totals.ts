import { amountOf } from '../../core/money.ts'
import type { Total } from '../../core/report.ts'
import type { Verdict } from '../../core/verdict.ts'
import { verdicts } from '../../core/verdict.ts'
import type { PlainRow } from '../../payments/plain/sums.ts'
import { unitFor } from '../case-args.ts'
import type { ReconcileExpected } from '../expected.ts'
import type { JudgedCase } from '../judge-case.ts'
import { type Outcome, verdictOfOutcome } from '../outcome.ts'

/** The line of one class and token: cases, and what moved (or, where nothing moved, what was asked for). */
export type ClassTotal = Total & { readonly outcome: Outcome; readonly verdict: Verdict }

type Token = { readonly network: string; readonly asset: string }
type Line = Token & {
  readonly key: string
  readonly outcome: Outcome
  verdict: Verdict
  count: number
  sum: bigint
}

const rank = (verdict: Verdict) => verdicts.indexOf(verdict)

/**
 * Totals by class and token, worst verdict first, then by size. A fold over the cases, and over the payments that are
 * so plain that they have none; nothing is left out.
 */
export function classTotals(
  judged: readonly JudgedCase[],
  expected: ReconcileExpected,
  plain: readonly PlainRow[] = [],
): readonly ClassTotal[] {
  const lines = new Map<string, Line>()
  const add = (outcome: Outcome, verdict: Verdict, { network, asset }: Token, count: number, sum: bigint) => {
    const key = `${outcome.toLowerCase()} ${network}/${asset}`
    const line = lines.get(key) ?? { key, outcome, verdict, network, asset, count: 0, sum: 0n }
    lines.set(key, line)
    if (rank(verdict) < rank(line.verdict)) line.verdict = verdict
    line.count += count
    line.sum += sum
  }
  for (const { outcome, verdict, item } of judged) {
    add(outcome, verdict, item, 1, item.movedAtomic ?? item.requiredAtomic ?? 0n)
  }
  for (const row of plain) add('MATCHED', verdictOfOutcome.MATCHED, row, row.count, row.atomic)
  return [...lines.values()]
    .sort((a, b) => rank(a.verdict) - rank(b.verdict) || b.count - a.count || (a.key < b.key ? -1 : 1))
    .map(({ outcome, verdict, count, sum, network, asset }) => ({
      ...{ name: outcome.toLowerCase(), outcome, verdict, count },
      amount: amountOf(sum, unitFor(network, asset, expected)),
    }))
}
