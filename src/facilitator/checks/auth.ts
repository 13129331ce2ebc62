import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { knownHost } from '../known-hosts.ts'
import { evidenceOf, isRefusal, outcomeOf, type Pair, pairs, subjectOf } from '../page.ts'
import type { FacilitatorExpected, FacilitatorSeen, Looks, SupportedSaid } from '../shapes.ts'
import { notSeen } from '../unseen.ts'

const page = '/supported'

function answerOf(looks: Looks<SupportedSaid>) {
  const outcome = outcomeOf(looks)
  return outcome.kind === 'answer' ? outcome.answer : null
}

function hintOf({ target }: Pair): string | null {
  return knownHost(new URL(target.url).hostname)?.credential ?? null
}

function judgeOpen(pair: Pair): Finding | null {
  const { open } = pair.seen
  const answer = answerOf(open)
  const subject = subjectOf(pair.target, 'auth')
  const evidence = evidenceOf(open, `GET ${pair.target.label}${page}`)
  // A page for people, as portals and parked domains serve, says nothing about credentials.
  if (answer?.status === 200 && answer.said.kind !== 'supported') return null
  if (answer?.status === 200) return finding('FACILITATOR_OPEN', subject, { page }, evidence)
  if (answer === null || !isRefusal(answer.status)) return null
  const args = { page, status: answer.status, credential: null, hint: hintOf(pair) }
  return finding('FACILITATOR_NEEDS_AUTH', subject, args, evidence)
}

function judgeOne(pair: Pair): Finding | null {
  const { open, closed } = pair.seen
  const { credential } = pair.target
  if (closed === null || credential === null) return judgeOpen(pair)
  const [without, answer] = [answerOf(open), answerOf(closed)]
  if (answer === null) return null
  const subject = subjectOf(pair.target, 'auth')
  const evidence = evidenceOf(closed, `GET ${pair.target.label}${page} with ${credential}`)
  if (isRefusal(answer.status)) {
    const args = {
      ...{ page, status: answer.status, credential, html: answer.body === 'html' },
      ...{ without: without?.status ?? null, hint: hintOf(pair) },
    }
    return finding('FACILITATOR_AUTH_REFUSED', subject, args, evidence)
  }
  if (answer.status !== 200 || answer.said.kind !== 'supported') return null
  if (without !== null && isRefusal(without.status)) {
    const args = { page, status: without.status, credential, hint: null }
    return finding('FACILITATOR_NEEDS_AUTH', subject, args, evidence)
  }
  // The open page shows nothing about a credential that nobody looked at.
  return finding('FACILITATOR_AUTH_NOT_SHOWN', subject, { page, credential }, evidence)
}

function judge(seen: FacilitatorSeen, expected: FacilitatorExpected): readonly Finding[] {
  const all = pairs(seen, expected)
  const judged = all.map((pair) => ({ pair, found: judgeOne(pair) }))
  const silent = judged.flatMap(({ pair, found }) => (found === null ? [pair.target] : []))
  return [
    ...judged.flatMap(({ found }) => found ?? []),
    ...notSeen('auth', 'whether it takes the credential', silent),
  ]
}

/** A refused credential is told apart from a dead facilitator, and an open page from a proven credential. */
export const auth: Check<FacilitatorSeen, FacilitatorExpected> = {
  id: 'auth',
  question: 'Is the credential taken?',
  judge,
}
