import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { headerValue, paymentHeaders } from '../../x402/headers.ts'
import { readAnswer } from '../answer.ts'
import { finding } from '../catalog.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { asksForPayment, type RouteView, routeViews, subjectOf } from '../view.ts'

function judgeAnswer(view: RouteView): readonly Finding[] {
  const { answer } = view.seen.unpaid
  const { code, detail } = readAnswer(view.seen.unpaid)
  const status = answer.seen ? answer.value.status : 0
  const args = { route: view.name, status, detail }
  const subject = subjectOf(view)
  const configured = view.route.origin === 'config'
  const main =
    code === 'METHOD_WRONG'
      ? finding(code, subject, { ...args, configured }, [view.look])
      : finding(code, subject, args, [view.look])
  const isClosed = answer.seen && !asksForPayment(status) && status >= 400
  if (!isClosed || headerValue(answer.value.headers, paymentHeaders.required) === null) return [main]
  return [main, finding('GATE_WITH_TERMS', subject, args, [view.look])]
}

/** What every route answers to a request that does not pay. */
export const answer: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.answer',
  question: 'Does every paid route ask for payment when nobody pays?',
  judge: (seen, expected) => routeViews(seen, expected).flatMap(judgeAnswer),
}
