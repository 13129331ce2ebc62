import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { RefundExpected, RefundSeen } from '../shapes.ts'

/** Whether the plan rests on all that could be looked at. */
export const guard: Check<RefundSeen, RefundExpected> = {
  id: 'refund.guard',
  question: 'Was looked for refunds up to now?',
  judge: ({ run: { runId, startedAt, complete }, readings }) => [
    ...(readings === null ? [finding('REFUND_OFFLINE', { kind: 'window', id: runId }, { startedAt })] : []),
    ...(complete ? [] : [finding('REFUND_RUN_INCOMPLETE', { kind: 'window', id: runId }, { runId })]),
  ],
}
