import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { answersOf, evidenceOf, serviceSubject, subjectOf } from '../outcome.ts'
import type { ProbeExpected, ProbeSeen } from '../shapes.ts'

function judge(seen: ProbeSeen, { latencyWarnMs }: ProbeExpected): readonly Finding[] {
  const subject = serviceSubject(seen, 'latency')
  if (seen.pages.length === 0) return [finding('PROBE_NO_TARGET', subject, {})]
  const answers = answersOf(seen)
  const [slowest] = answers.toSorted((a, b) => b.answer.timing.totalMs - a.answer.timing.totalMs)
  if (slowest === undefined) return [finding('PROBE_NOT_SEEN', subject, { what: 'latency' })]
  const high = answers.filter(({ answer }) => answer.timing.totalMs > latencyWarnMs)
  if (high.length > 0) {
    return high.map(({ page, answer }) => {
      const args = { page: page.name, limitMs: latencyWarnMs, ...answer.timing }
      return finding('LATENCY_HIGH', subjectOf(page, 'latency'), args, evidenceOf(page))
    })
  }
  const { page, answer } = slowest
  const args = { page: page.name, totalMs: answer.timing.totalMs }
  return [finding('LATENCY_OK', subject, args, evidenceOf(page))]
}

/** The time from the first packet to the last byte of each page. */
export const latency: Check<ProbeSeen, ProbeExpected> = {
  id: 'latency',
  question: 'Do the pages answer in time?',
  judge,
}
