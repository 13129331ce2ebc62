import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { counting, evidenceOf, outcomeOf, type Pair, pairs, subjectOf } from '../page.ts'
import type { FacilitatorExpected, FacilitatorSeen } from '../shapes.ts'
import { notSeen } from '../unseen.ts'

const page = '/supported'

function judgeOne(pair: Pair): Finding | null {
  const looks = counting(pair)
  const outcome = outcomeOf(looks)
  if (outcome.kind !== 'answer' || outcome.answer.status !== 200) return null
  const subject = subjectOf(pair.target, 'shape')
  const evidence = evidenceOf(looks, `GET ${pair.target.label}${page}`)
  const { said, body, status } = outcome.answer
  if (said.kind === 'not-json') {
    return finding('FACILITATOR_NOT_JSON', subject, { page, html: body === 'html', status }, evidence)
  }
  if (said.kind === 'wrong-shape') {
    return finding('FACILITATOR_SHAPE', subject, { page, problem: said.problem }, evidence)
  }
  if (said.kind === 'not-asked') return null
  const { odd, more } = said.value
  const kinds = said.value.kinds.length
  return odd + more > 0
    ? finding('FACILITATOR_SHAPE_ODD', subject, { page, odd, more, kinds }, evidence)
    : finding('FACILITATOR_SHAPE_OK', subject, { page, kinds }, evidence)
}

function judge(seen: FacilitatorSeen, expected: FacilitatorExpected): readonly Finding[] {
  const judged = pairs(seen, expected).map((pair) => ({ pair, found: judgeOne(pair) }))
  const silent = judged.flatMap(({ pair, found }) => (found === null ? [pair.target] : []))
  return [
    ...judged.flatMap(({ found }) => found ?? []),
    ...notSeen('shape', 'whether its list can be read', silent),
  ]
}

/** A proxy's page, a cut list and a list of something else are not the list of a facilitator. */
export const shape: Check<FacilitatorSeen, FacilitatorExpected> = {
  id: 'shape',
  question: 'Can its list be read?',
  judge,
}
