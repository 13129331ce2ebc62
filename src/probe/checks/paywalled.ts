import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { answersOf, evidenceOf, serviceSubject, subjectOf } from '../outcome.ts'
import type { ProbeExpected, ProbeSeen } from '../shapes.ts'

function judge(seen: ProbeSeen): readonly Finding[] {
  const subject = serviceSubject(seen, 'paywalled')
  if (seen.pages.length === 0) return [finding('PROBE_NO_TARGET', subject, {})]
  const answers = answersOf(seen)
  if (answers.length === 0) return [finding('PROBE_NOT_SEEN', subject, { what: 'paywall' })]
  const paywalled = answers.filter(({ answer }) => answer.status === 402)
  if (paywalled.length === 0) {
    const pages = answers.map(({ page }) => page.name)
    return [finding('PROBE_NOT_PAYWALLED', subject, { pages })]
  }
  return paywalled.map(({ page }) =>
    finding('PROBE_PAYWALLED', subjectOf(page), { page: page.name }, evidenceOf(page)),
  )
}

/** Pages for monitors must not ask for money. */
export const paywalled: Check<ProbeSeen, ProbeExpected> = {
  id: 'paywalled',
  question: 'Are the pages for monitors free of the paywall?',
  judge,
}
