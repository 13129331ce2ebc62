import type { Check } from '../../core/room.ts'
import type { AdviceReason } from '../../payments/settlement/advice.ts'
import { finding } from '../catalog.ts'
import { judgePayments } from '../judged.ts'
import { paymentName } from '../names.ts'
import type { SettlementExpected, SettlementSeen } from '../shapes.ts'
import { adviceReasons } from '../words.ts'

const differences: readonly AdviceReason[] = [
  'AMOUNT_SHORT',
  'MOVED_TO_ANOTHER_ADDRESS',
  'MOVED_ANOTHER_TOKEN',
]

/** Did what was served and what was paid go together? */
export const terms: Check<SettlementSeen, SettlementExpected> = {
  id: 'settlement.terms',
  question: 'Did service and payment go together?',
  judge: (seen) =>
    judgePayments(seen).flatMap(({ item, advice, timingAssumed }) => {
      const name = paymentName(item)
      const subject = { kind: 'case', id: item.caseId, caseId: item.caseId } as const
      const unpaid = advice.reasons.includes('SERVED_UNPAID')
      const differs = advice.reasons.filter((reason) => differences.includes(reason))
      return [
        ...(unpaid ? [finding('SETTLEMENT_SERVED_UNPAID', subject, { name })] : []),
        ...differs.map((reason) =>
          finding('SETTLEMENT_TERMS_DIFFER', subject, { name, how: adviceReasons[reason] }),
        ),
        ...(timingAssumed ? [finding('SETTLEMENT_TIMING_ASSUMED', subject, { network: item.network })] : []),
      ]
    }),
}
