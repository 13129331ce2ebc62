import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { headerValue, paymentHeaders } from '../../x402/headers.ts'
import { readChallenge } from '../../x402/payment-required.ts'
import { readAnswer } from '../answer.ts'
import { finding } from '../catalog.ts'
import type { Asked, MatrixAnswer, MatrixExpected, MatrixSeen } from '../shapes.ts'
import { asksForPayment, type RouteView, routeViews, subjectOf } from '../view.ts'

// By the header, or by a body that is terms: version 1 clients read those.
function hasTerms({ headers, body }: MatrixAnswer): boolean {
  if (headerValue(headers, paymentHeaders.required) !== null) return true
  return readChallenge({ headers: [], body: body ?? '' }).offers.length > 0
}

// A gate counts by two looks; after one nobody knows whether it was about to open.
function looksText({ seen: { unpaid, earlier } }: RouteView): string {
  const isClosed = (asked: Asked) => asked.answer.seen && asked.answer.value.status === 503
  if (!isClosed(unpaid) || !unpaid.answer.seen) return ''
  const before = earlier.filter(isClosed).length
  if (before > 0) return 'asked again after the time it named'
  return headerValue(unpaid.answer.value.headers, 'retry-after') === null
    ? ''
    : 'seen once, for the time it names lies beyond this run'
}

function judgeAnswer(view: RouteView): readonly Finding[] {
  const { answer } = view.seen.unpaid
  const { code, detail } = readAnswer(view.seen.unpaid)
  const status = answer.seen ? answer.value.status : 0
  const args = { route: view.name, status, detail: [detail, looksText(view)].filter(Boolean).join('; ') }
  const subject = subjectOf(view)
  const configured = view.route.origin === 'config'
  const main =
    code === 'METHOD_WRONG'
      ? finding(code, subject, { ...args, configured }, [view.look])
      : finding(code, subject, args, [view.look])
  if (!answer.seen || asksForPayment(status) || status < 400 || !hasTerms(answer.value)) return [main]
  return [main, finding('GATE_WITH_TERMS', subject, args, [view.look])]
}

function judgeBody(view: RouteView): readonly Finding[] {
  const { payload, from } = view.seen.unpaid
  if (payload !== 'declared schema' || from === undefined) return []
  return [
    finding('DECLARED_BODY', subjectOf(view, 'body'), { route: view.name, from: safe(from, 80) }, [
      view.look,
    ]),
  ]
}

/** What every route answers to a request that does not pay. */
export const answer: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.answer',
  question: 'Does every paid route ask for payment when nobody pays?',
  judge: (seen, expected) =>
    routeViews(seen, expected).flatMap((view) => [...judgeAnswer(view), ...judgeBody(view)]),
}
