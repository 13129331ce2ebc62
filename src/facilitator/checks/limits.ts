import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { allSubject, evidenceOf, type Pair, pairs, subjectOf } from '../page.ts'
import type { FacilitatorExpected, FacilitatorSeen, Looks } from '../shapes.ts'
import { notSeen } from '../unseen.ts'

/** Below a tenth of the limit the next busy minute meets it. */
const nearShare = 10

function pagesOf({ seen }: Pair): readonly { readonly page: string; readonly looks: Looks<unknown> }[] {
  return [
    { page: '/supported', looks: seen.open },
    ...(seen.closed === null ? [] : [{ page: '/supported with the credential', looks: seen.closed }]),
  ]
}

function judgePage(pair: Pair, page: string, looks: Looks<unknown>): Finding | null {
  const answers = looks.looks.flatMap((look) => (look.seen ? [look.value] : []))
  const last = answers.at(-1)
  const limited = answers.filter(({ status }) => status === 429)
  const subject = subjectOf(pair.target, `limits ${page}`)
  const evidence = evidenceOf(looks, `${pair.target.label} ${page}`)
  if (limited.length > 0) {
    const recovered = last !== undefined && last.status !== 429
    const args = { page, retryAfterMs: limited.at(-1)?.retryAfterMs ?? null, recovered }
    return finding('FACILITATOR_LIMITED', subject, args, evidence)
  }
  const rate = last?.rate ?? null
  if (rate === null) return null
  const { limit, remaining, resetMs } = rate
  if (limit !== null && remaining !== null && remaining * nearShare < limit) {
    return finding('FACILITATOR_LIMIT_NEAR', subject, { page, limit, remaining, resetMs }, evidence)
  }
  return finding('FACILITATOR_RATE', subject, { page, limit, remaining }, evidence)
}

function judge(seen: FacilitatorSeen, expected: FacilitatorExpected): readonly Finding[] {
  const all = pairs(seen, expected)
  const found = all.flatMap((pair) =>
    pagesOf(pair).flatMap(({ page, looks }) => judgePage(pair, page, looks) ?? []),
  )
  const limited = found.some(({ code }) => code !== 'FACILITATOR_RATE')
  const silent = all.filter((pair) =>
    pagesOf(pair).every(({ looks }) => !looks.looks.some(({ seen }) => seen)),
  )
  const unseen = notSeen(
    'limits',
    'whether it limits requests',
    silent.map(({ target }) => target),
  )
  if (limited || silent.length === all.length) return [...found, ...unseen]
  const asked = all.flatMap(pagesOf).reduce((sum, { looks }) => sum + looks.looks.length, 0)
  return [...found, finding('FACILITATOR_NOT_LIMITED', allSubject('limits'), { asked }), ...unseen]
}

/** 429 answers, and the limits that answers state about themselves. */
export const limits: Check<FacilitatorSeen, FacilitatorExpected> = {
  id: 'limits',
  question: 'Does it limit requests?',
  judge,
}
