import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { lookAt, routeViews, subjectOf } from '../view.ts'

/** Whether a payment header without meaning is refused. The specification says 400, the SDK answers 402. */
export const garbage: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.garbage',
  question: 'Is a meaningless payment refused?',
  judge: (seen, expected) => {
    const views = routeViews(seen, expected)
    const asked = views.filter((view) => view.seen.garbage !== null)
    if (asked.length === 0) {
      const why = expected.options.probeGarbage ? 'no route answered' : '--probe-garbage was not given'
      return [finding('GARBAGE_NOT_ASKED', { kind: 'profile', id: 'garbage' }, { why })]
    }
    return asked.flatMap((view) => {
      const probe = view.seen.garbage
      if (probe === null) return []
      const status = probe.answer.seen ? probe.answer.value.status : 0
      if (status === 402 || status === 400) return []
      const code = status >= 200 && status < 300 ? 'GARBAGE_ACCEPTED' : 'GARBAGE_NOT_REFUSED'
      const detail = probe.answer.seen ? '' : probe.answer.why.detail
      return [finding(code, subjectOf(view), { route: view.name, status, detail }, [lookAt(probe)])]
    })
  },
}
