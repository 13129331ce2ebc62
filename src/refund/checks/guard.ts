import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { RefundExpected, RefundSeen } from '../shapes.ts'

/** Whether the plan rests on all that could be looked at. */
export const guard: Check<RefundSeen, RefundExpected> = {
  id: 'refund.guard',
  question: 'Was looked for refunds up to now?',
  judge: ({ run: { runId, startedAt, complete, counted = 0 }, readings }, { billing }) => {
    const subject = { kind: 'window', id: runId } as const
    // Where not every 2xx is worth its money, one of those may be owed it.
    const unseen = billing.billable.includes('2xx') ? 0 : counted
    const isWhole = complete && unseen === 0
    return [
      ...(readings === null ? [finding('REFUND_OFFLINE', subject, { startedAt })] : []),
      ...(isWhole ? [] : [finding('REFUND_RUN_INCOMPLETE', subject, { runId, counted: unseen })]),
    ]
  },
}
