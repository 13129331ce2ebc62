import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import {
  allSubject,
  evidenceOf,
  isRefusal,
  outcomeOf,
  type Pair,
  pairs,
  subjectOf,
  supportedOf,
} from '../page.ts'
import type { FacilitatorExpected, FacilitatorSeen } from '../shapes.ts'
import { notSeen } from '../unseen.ts'

const page = '/verify'

function judgeOne(pair: Pair): Finding {
  const { verify } = pair.seen
  const { label: of, credential } = pair.target
  const subject = subjectOf(pair.target, 'verify')
  if (verify === null) return finding('FACILITATOR_VERIFY_NO_TERMS', subject, { of })
  const evidence = evidenceOf(verify, `POST ${of}${page} (synthetic)`)
  const last = verify.looks.at(-1)
  if (last?.seen !== true) {
    const outcome = outcomeOf(verify)
    if (outcome.kind !== 'down') {
      const why = outcome.kind === 'blind' ? outcome.why.detail : 'nothing came back'
      return finding('FACILITATOR_BLIND', subject, { page, why }, evidence)
    }
    const { why, looks, timedOut } = outcome
    return finding('FACILITATOR_DOWN', subject, { page, why, looks, timedOut, healthy: false }, evidence)
  }
  const { status, said, body } = last.value
  const { reason } = said
  // A gateway that lets nobody in, and a server that broke, may write the same word around their own trouble.
  const isVerdict = status < 500 && status !== 429 && !isRefusal(status)
  if (said.isValid === false && isVerdict) {
    const args = { of, status, reason, network: verify.network }
    return finding('FACILITATOR_VERIFY_REACHED', subject, args, evidence)
  }
  if (said.isValid === true && isVerdict) {
    return finding('FACILITATOR_VERIFY_ACCEPTS', subject, { of, network: verify.network }, evidence)
  }
  if (status === 429) {
    const args = { page, retryAfterMs: last.value.retryAfterMs, recovered: false }
    return finding('FACILITATOR_LIMITED', subject, args, evidence)
  }
  if (!isRefusal(status))
    return finding('FACILITATOR_VERIFY_REFUSED', subject, { of, status, reason }, evidence)
  if (credential === null) {
    return finding('FACILITATOR_NEEDS_AUTH', subject, { page, status, credential, hint: null }, evidence)
  }
  const args = { page, status, credential, html: body === 'html', without: null, hint: null }
  return finding('FACILITATOR_AUTH_REFUSED', subject, args, evidence)
}

function judge(seen: FacilitatorSeen, expected: FacilitatorExpected): readonly Finding[] {
  if (!expected.verifyReachability) return [finding('FACILITATOR_VERIFY_NOT_ASKED', allSubject('verify'), {})]
  const all = pairs(seen, expected)
  const isSilent = (pair: Pair) => pair.seen.verify === null && supportedOf(pair) === null
  const silent = all.filter(isSilent).map(({ target }) => target)
  return [
    ...all.filter((pair) => !isSilent(pair)).map(judgeOne),
    ...notSeen('verify', 'whether verify can be reached', silent),
  ]
}

/** Only a definite refusal of a payment that is none shows that verify can be reached. */
export const verify: Check<FacilitatorSeen, FacilitatorExpected> = {
  id: 'verify',
  question: 'Can verify be reached?',
  judge,
}
