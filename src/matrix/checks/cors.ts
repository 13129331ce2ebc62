import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { headerValues, paymentHeaders } from '../../x402/headers.ts'
import { finding } from '../catalog.ts'
import { notCompared } from '../compare.ts'
import type { MatrixAnswer, MatrixExpected, MatrixSeen } from '../shapes.ts'
import { lookAt, type RouteView, routeViews, subjectOf } from '../view.ts'

function listed(answer: MatrixAnswer, name: string): ReadonlySet<string> {
  const values = headerValues(answer.headers, name).flatMap((value) => value.toLowerCase().split(','))
  return new Set(values.map((value) => value.trim()))
}

function lacking(answer: MatrixAnswer, list: string, names: readonly string[]): readonly string[] {
  const there = listed(answer, list)
  return there.has('*') ? [] : names.filter((name) => !there.has(name))
}

// A browser needs what the spoken version uses: v2 reads two headers, v1 one, and each sends its own.
function namesFor(view: RouteView): { readonly read: readonly string[]; readonly send: readonly string[] } {
  const speaks = (dialect: string) => view.entries.some(({ offer }) => offer.dialect === dialect)
  const v2 = speaks('v2')
  const v1 = speaks('v1')
  return {
    read: [
      ...(v2 ? [paymentHeaders.required, paymentHeaders.response] : []),
      ...(v1 ? [paymentHeaders.v1Response] : []),
    ],
    send: [
      ...(v2 ? [paymentHeaders.signature] : []),
      ...(v1 ? [paymentHeaders.v1Payment] : []),
      'access-control-expose-headers',
    ],
  }
}

function judgeAnswer(view: RouteView, answer: MatrixAnswer, origin: string): readonly Finding[] {
  const [allowed] = headerValues(answer.headers, 'access-control-allow-origin')
  if (allowed !== '*' && allowed?.toLowerCase() !== origin.toLowerCase()) {
    const args = { route: view.name, expected: safe(origin, 200), got: safe(allowed ?? 'no origin', 200) }
    return [finding('CORS_ORIGIN_NOT_ALLOWED', subjectOf(view), args, [view.look])]
  }
  const missing = lacking(answer, 'access-control-expose-headers', namesFor(view).read)
  if (missing.length === 0) return []
  return [finding('CORS_NOT_EXPOSED', subjectOf(view), { route: view.name, missing }, [view.look])]
}

function judgePreflight(view: RouteView, asked: boolean): readonly Finding[] {
  const { preflight } = view.seen
  if (preflight === null) return []
  const look = lookAt(preflight)
  if (!preflight.answer.seen)
    return asked ? [finding('CORS_NOT_SEEN', subjectOf(view), { route: view.name }, [look])] : []
  const { status } = preflight.answer.value
  const blocked = asked ? status < 200 || status > 299 : status === 402
  if (blocked)
    return [finding('CORS_PREFLIGHT_BLOCKED', subjectOf(view), { route: view.name, status, asked }, [look])]
  const missing = asked
    ? lacking(preflight.answer.value, 'access-control-allow-headers', namesFor(view).send)
    : []
  if (missing.length === 0) return []
  return [finding('CORS_HEADER_NOT_ALLOWED', subjectOf(view), { route: view.name, missing }, [look])]
}

/** Whether a browser on the first configured origin could pay. Without one, only a paid preflight is noted. */
export const cors: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.cors',
  question: 'Can browsers pay?',
  judge: (seen, expected) => {
    const [origin] = expected.browserOrigins
    const views = routeViews(seen, expected).filter((view) => view.entries.length > 0)
    if (origin === undefined)
      return [...views.flatMap((view) => judgePreflight(view, false)), notCompared('a browser origin')]
    if (views.length === 0) {
      const question = 'CORS answer'
      return [finding('NOTHING_COMPARED', { kind: 'profile', id: question }, { question })]
    }
    return views.flatMap((view) => {
      const { answer } = view.seen.unpaid
      return [...(answer.seen ? judgeAnswer(view, answer.value, origin) : []), ...judgePreflight(view, true)]
    })
  },
}
