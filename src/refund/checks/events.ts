import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { planOf } from '../plan.ts'
import type { RefundEvent, RefundExpected, RefundSeen } from '../shapes.ts'

function told({ amount, payer, tx, path, reason }: RefundEvent): string {
  const parts = [
    amount === null ? 'a refund' : amount,
    payer === null ? '' : `to ${payer}`,
    tx === null ? '' : `for ${tx}`,
    path === null ? '' : `of ${path}`,
    reason === null ? '' : `(${reason})`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** Refunds that other systems tell of, against what is owed. */
export const events: Check<RefundSeen, RefundExpected> = {
  id: 'refund.events',
  question: 'Is there a payment for every refund event?',
  judge: (seen, expected) => {
    if (seen.events === null) return []
    const { file, rejected } = seen.events
    const { unmatched, unkeyed } = planOf(seen, expected)
    const at = (line: number) => ({ kind: 'file', id: `${file}:${line}` }) as const
    return [
      ...unmatched.map((event) =>
        finding('REFUND_EVENT_UNMATCHED', at(event.line), { line: event.line, what: told(event) }),
      ),
      ...unkeyed.map(({ line, keyedBy }) => finding('REFUND_EVENT_UNKEYED', at(line), { line, keyedBy })),
      ...rejected.map(({ line, why }) => finding('REFUND_EVENT_UNREAD', at(line), { line, why })),
    ]
  },
}
