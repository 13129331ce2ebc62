import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { planOf } from '../plan.ts'
import type { RefundExpected, RefundSeen } from '../shapes.ts'
import { becauseWords } from '../words.ts'

/** What has to go back, and what already did. */
export const due: Check<RefundSeen, RefundExpected> = {
  id: 'refund.due',
  question: 'Is everything paid back that was not delivered?',
  judge: (seen, expected) => {
    const { rows, done } = planOf(seen, expected)
    const code = seen.events === null ? 'REFUND_DUE' : 'REFUND_MISSING'
    return [
      ...rows.map(({ id, key, item, outcome, because, payee, amount }) =>
        finding(
          code,
          { kind: 'case', id: key, caseId: item.caseId },
          {
            ...{ key, id, class: outcome, why: becauseWords[because], payee, amount },
            request: item.requestIds[0] ?? null,
          },
          item.evidence,
        ),
      ),
      ...rows.flatMap(({ key, item, paid, amount }) =>
        paid.atomic === 0n
          ? []
          : [
              finding(
                'REFUND_PARTIAL',
                { kind: 'case', id: key, caseId: item.caseId },
                { key, paid, left: amount },
              ),
            ],
      ),
      ...done.map(({ key, item, by, detail }) =>
        finding('REFUND_DONE', { kind: 'case', id: key, caseId: item.caseId }, { key, by, detail }),
      ),
    ]
  },
}
