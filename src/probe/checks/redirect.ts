import type { Finding } from '../../core/finding.ts'
import type { HttpAnswer } from '../../core/ports.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { header } from '../answer.ts'
import { finding } from '../catalog.ts'
import { answersOf, evidenceOf, serviceSubject, subjectOf } from '../outcome.ts'
import type { ProbeExpected, ProbeSeen } from '../shapes.ts'

function isRedirect({ status }: HttpAnswer): boolean {
  return status >= 300 && status < 400 && status !== 304
}

/** Where a Location leads, without user, query or fragment: tokens travel there. */
function shownLocation(answer: HttpAnswer): string {
  const location = header(answer, 'location')
  if (location === undefined) return 'nowhere (no Location header)'
  if (URL.canParse(location)) {
    const { protocol, host, pathname } = new URL(location)
    return safe(host === '' ? `${protocol} (no host)` : `${protocol}//${host}${pathname}`, 160)
  }
  return safe(location.split(/[?#]/, 1)[0] ?? '', 160)
}

function judge(seen: ProbeSeen): readonly Finding[] {
  const subject = serviceSubject(seen, 'redirect')
  if (seen.pages.length === 0) return [finding('PROBE_NO_TARGET', subject, {})]
  const answers = answersOf(seen)
  if (answers.length === 0) return [finding('PROBE_NOT_SEEN', subject, { what: 'redirects' })]
  const redirected = answers.filter(({ answer }) => isRedirect(answer))
  if (redirected.length === 0) {
    const pages = answers.map(({ page }) => page.name)
    return [finding('PROBE_NOT_REDIRECTED', subject, { pages })]
  }
  return redirected.map(({ page, answer }) => {
    const args = { page: page.name, status: answer.status, to: shownLocation(answer) }
    return finding('PROBE_REDIRECTED', subjectOf(page), args, evidenceOf(page))
  })
}

/** Redirects are reported and never followed. */
export const redirect: Check<ProbeSeen, ProbeExpected> = {
  id: 'redirect',
  question: 'Does any page redirect elsewhere?',
  judge,
}
