import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { readAnswer } from '../answer.ts'
import { finding } from '../catalog.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { lookAt, type RouteView, routeViews, subjectOf } from '../view.ts'

const free: readonly string[] = ['SERVED_FREE', 'FREE_TIER', 'FREE_CREDIT']

// A free tier that the plain request does not get is none: the spelling is what makes it free.
function isFree(code: string, plain: string): boolean {
  return code === 'SERVED_FREE' || (free.includes(code) && !free.includes(plain))
}

function judgeView(view: RouteView): readonly Finding[] {
  return view.seen.variants.flatMap((asked): readonly Finding[] => {
    const subject = subjectOf(view, asked.variant)
    const look = lookAt(asked)
    const { code } = readAnswer(asked)
    if (!asked.answer.seen) {
      const args = { route: `${view.name} (${asked.variant})`, why: asked.answer.why.detail }
      return [finding('VARIANT_NOT_SEEN', subject, args, [look])]
    }
    if (!isFree(code, readAnswer(view.seen.unpaid).code)) return []
    const args = {
      route: view.name,
      status: asked.answer.value.status,
      detail: `asked with: ${asked.variant}`,
    }
    return [finding('SERVED_FREE', subject, args, [look])]
  })
}

/** Whether another spelling of a paid route slips past the paywall. */
export const variants: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.variants',
  question: 'Do other spellings of a route meet the same paywall?',
  judge: (seen, expected) => {
    const views = routeViews(seen, expected)
    if (views.every((view) => view.seen.variants.length === 0)) {
      const why = expected.options.variants ? 'no route answered' : '--variants was not given'
      return [finding('VARIANTS_NOT_ASKED', { kind: 'profile', id: 'variants' }, { why })]
    }
    return views.flatMap(judgeView)
  },
}
