import type { Check } from '../../core/room.ts'
import { codeOf, finding } from '../catalog.ts'
import { judgePayments } from '../judged.ts'
import { isoSeconds, paymentName, whyOf } from '../names.ts'
import type { SettlementExpected, SettlementSeen } from '../shapes.ts'

/** Where does the payment stand? One finding for each payment that the reference means. */
export const state: Check<SettlementSeen, SettlementExpected> = {
  id: 'settlement.state',
  question: 'Where does the payment stand?',
  judge: (seen) =>
    judgePayments(seen).map((payment) => {
      const { item, reading, advice } = payment
      return finding(
        codeOf[reading.state],
        { kind: 'case', id: item.caseId, caseId: item.caseId },
        {
          name: paymentName(item),
          why: whyOf(payment).join('; '),
          action: advice.action,
          retry: advice.retry,
          until: isoSeconds(advice.until),
        },
        item.evidence,
      )
    }),
}
