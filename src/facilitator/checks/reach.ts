import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import {
  allSubject,
  counting,
  evidenceOf,
  isRefusal,
  outcomeOf,
  type Pair,
  pairs,
  subjectOf,
} from '../page.ts'
import type { FacilitatorExpected, FacilitatorSeen } from '../shapes.ts'

const page = '/supported'

function judgeOne(pair: Pair): Finding {
  const looks = counting(pair)
  const evidence = evidenceOf(looks, `GET ${pair.target.label}${page}`)
  const subject = subjectOf(pair.target, 'reach')
  const outcome = outcomeOf(looks)
  if (outcome.kind === 'blind') {
    return finding('FACILITATOR_BLIND', subject, { page, why: outcome.why.detail }, evidence)
  }
  if (outcome.kind === 'down') {
    const { why, timedOut } = outcome
    const health = outcomeOf(pair.seen.health)
    const healthy = health.kind === 'answer' && health.answer.status === 200
    const args = { page, why, looks: outcome.looks, timedOut, healthy }
    return finding('FACILITATOR_DOWN', subject, args, evidence)
  }
  const { answer, before } = outcome
  const { status, totalMs } = answer
  if (status >= 300 && status < 400) {
    const to = answer.location ?? 'nowhere'
    return finding('FACILITATOR_REDIRECTED', subject, { page, status, to }, evidence)
  }
  // Refusals and limits are answers of a facilitator that is there; they have checks of their own.
  if (status !== 200 && status !== 429 && !isRefusal(status)) {
    return finding('FACILITATOR_NOT_THERE', subject, { page, status }, evidence)
  }
  const failures = before.filter((end) => end !== '429')
  return failures.length > 0
    ? finding('FACILITATOR_FLAPPING', subject, { page, before: failures }, evidence)
    : finding('FACILITATOR_REACHED', subject, { page, status, totalMs }, evidence)
}

function judge(seen: FacilitatorSeen, expected: FacilitatorExpected): readonly Finding[] {
  if (expected.targets.length === 0) return [finding('FACILITATOR_NOT_CONFIGURED', allSubject('reach'), {})]
  return pairs(seen, expected).map(judgeOne)
}

/** Is every facilitator there? A dead one, a proxy and a wrong address are told apart. */
export const reach: Check<FacilitatorSeen, FacilitatorExpected> = {
  id: 'reach',
  question: 'Does every facilitator answer?',
  judge,
}
