import type { Figures } from '../../core/figures.ts'
import type { Gap } from '../../core/report.ts'
import type { ReconcileExpected } from '../expected.ts'
import type { JudgedCase } from '../judge-case.ts'
import type { ReconcileSeen } from '../seen.ts'
import { differenceOf } from './balance.ts'
import { breakdownOf } from './groups.ts'
import { deadlineIn, endedOf } from './settle-deadline.ts'
import { settleTimesOf } from './settle-times.ts'
import { accountsOf } from './sums.ts'

/** Accounts, breakdown and settle times of a run. Pure; needs every case that is not plain, the matched ones too. */
export function figuresOf(
  seen: ReconcileSeen,
  judged: readonly JudgedCase[],
  expected: ReconcileExpected,
): Figures {
  return {
    accounts: accountsOf(seen, judged, expected),
    breakdown: breakdownOf(judged, expected, seen.plain?.rows),
    settleTimes: settleTimesOf(judged, seen.plain?.settleMs),
    deadline: deadlineIn(endedOf(judged, seen.plain?.respondMs)),
  }
}

/** What of the window was not told: where a balance differs from the logs, some transfer is missing in them. */
export function balanceGaps({ chains }: ReconcileSeen): readonly Gap[] {
  return chains.flatMap(({ network, movement }) =>
    (movement?.balances ?? [])
      .filter((balance) => (differenceOf(balance) ?? 0n) !== 0n)
      .map(({ address }) => ({
        what: `${network} transfers of ${address}`,
        why: 'its balance differs from the logs of the window',
      })),
  )
}
