import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { planOf } from '../plan.ts'
import type { RefundExpected, RefundSeen } from '../shapes.ts'
import { heldWords } from '../words.ts'

/** What may be owed and is in no plan. */
export const held: Check<RefundSeen, RefundExpected> = {
  id: 'refund.held',
  question: 'Is it clear what is owed?',
  judge: (seen, expected) => {
    const plan = planOf(seen, expected)
    const window = { kind: 'window', id: seen.run.runId } as const
    const waiting = plan.waiting.length
    return [
      ...plan.held.map(({ key, item, outcome, reason, detail }) =>
        finding(
          'REFUND_HELD',
          { kind: 'case', id: `${key} ${item.caseId}`, caseId: item.caseId },
          { key, class: outcome, reason, why: heldWords[reason], detail },
          item.evidence,
        ),
      ),
      ...(waiting === 0 ? [] : [finding('REFUND_WAITS', window, { count: waiting })]),
      ...(plan.undecided === 0 ? [] : [finding('REFUND_UNDECIDED', window, { count: plan.undecided })]),
    ]
  },
}
