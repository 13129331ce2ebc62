import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import type { Challenge, Offer } from '../../x402/challenge.ts'
import { readAnswer } from '../answer.ts'
import { finding } from '../catalog.ts'
import type { MatrixExpected, MatrixSeen } from '../shapes.ts'
import { type Entry, placeOf, type RouteView, routeViews, subjectOf } from '../view.ts'

// The answer check already says FAIL or UNKNOWN for the other codes.
const quietAnswers = new Set(['FREE_TIER', 'FREE_CREDIT', 'REDIRECTED', 'CIRCUIT_OPEN', 'GATE_CLOSED'])

function notSeen(view: RouteView): readonly Finding[] {
  if (!quietAnswers.has(readAnswer(view.seen.unpaid).code)) return []
  return [finding('TERMS_NOT_SEEN', subjectOf(view), { route: view.name }, [view.look])]
}

function whatCame(challenge: Challenge): string {
  if (challenge.offers.some((offer) => offer.dialect === 'mpp')) return 'only an MPP challenge came'
  return challenge.html ? 'a page for people came' : 'neither the header nor the body holds any'
}

function judgeEmpty(view: RouteView, challenge: Challenge): readonly Finding[] {
  const subject = subjectOf(view)
  const dialects = challenge.offers.map((offer) => offer.dialect)
  if (dialects.includes('sign-in'))
    return [finding('SIGN_IN_ONLY', subject, { route: view.name }, [view.look])]
  if (dialects.includes('unknown') || challenge.unreadable.length > 0) return []
  const envelope = challenge.offers.some((offer) => offer.dialect !== 'mpp')
  const got = envelope ? 'the list of accepted payments is empty' : whatCame(challenge)
  return [finding('NO_REQUIREMENTS', subject, { route: view.name, got }, [view.look])]
}

function judgeOffer(view: RouteView, offer: Offer): readonly Finding[] {
  const subject = subjectOf(view, offer.where)
  const found: Finding[] = []
  if (offer.dialect === 'unknown') {
    const got = String(offer.x402Version ?? 'missing')
    found.push(finding('VERSION_UNKNOWN', subject, { route: view.name, got }, [view.look]))
  }
  if (offer.sent > offer.accepts.length) {
    const problem = `${offer.sent} ways of paying in one answer, ${offer.accepts.length} were read`
    found.push(finding('OVERSIZED', subject, { route: view.name, problem }, [view.look]))
  }
  if (offer.problems.length > 0) {
    const problems = offer.problems.map((problem) => safe(problem, 200))
    // Stock clients read v1 in the body and v2 in the header, nothing else.
    const isMisplaced = offer.where === (offer.dialect === 'v1' ? 'header' : 'body')
    const unpayable = isMisplaced || ['t402', 'bare'].includes(offer.dialect)
    found.push(finding('NOT_CONFORMING', subject, { route: view.name, problems, unpayable }, [view.look]))
  }
  return found
}

function judgeEntry(view: RouteView, entry: Entry): readonly Finding[] {
  const { unreadable, problems } = entry.terms
  if (unreadable.length === 0 && problems.length === 0) return []
  const subject = subjectOf(view, entry.label)
  const route = placeOf(view, entry)
  const found: Finding[] = []
  if (unreadable.length > 0)
    found.push(finding('UNDECODABLE', subject, { route, problem: unreadable.join('; ') }, [view.look]))
  if (problems.length > 0)
    found.push(finding('NOT_CONFORMING', subject, { route, problems, unpayable: false }, [view.look]))
  return found
}

// Other protocols in the same answer: a buyer may use them, and our comparison says nothing of them.
function judgeNeighbours(view: RouteView, challenge: Challenge): readonly Finding[] {
  if (view.entries.length === 0) return []
  const mpp = challenge.offers.some(({ dialect }) => dialect === 'mpp')
  return mpp ? [finding('MPP_BESIDE', subjectOf(view, 'MPP'), { route: view.name }, [view.look])] : []
}

function judgeRoute(view: RouteView): readonly Finding[] {
  const { challenge } = view
  if (challenge === null) return notSeen(view)
  const { answer } = view.seen.unpaid
  const cut = answer.seen && answer.value.bodyTruncated && challenge.offers.length === 0
  if (cut) {
    const problem = 'the body is longer than 64 KiB and no header holds terms'
    return [finding('OVERSIZED', subjectOf(view), { route: view.name, problem }, [view.look])]
  }
  const unreadable = challenge.unreadable.map(({ where, problem }) => {
    return finding(
      'UNDECODABLE',
      subjectOf(view, where),
      { route: view.name, problem: `the ${where} is ${problem}` },
      [view.look],
    )
  })
  return [
    ...unreadable,
    ...(view.entries.length === 0 ? judgeEmpty(view, challenge) : []),
    ...challenge.offers.flatMap((offer) => judgeOffer(view, offer)),
    ...view.entries.flatMap((entry) => judgeEntry(view, entry)),
    ...judgeNeighbours(view, challenge),
  ]
}

/** Whether a client could read what a route asks for. */
export const terms: Check<MatrixSeen, MatrixExpected> = {
  id: 'matrix.terms',
  question: 'Can the terms of every route be read?',
  judge: (seen, expected) => routeViews(seen, expected).flatMap(judgeRoute),
}
