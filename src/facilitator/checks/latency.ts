import type { Finding } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { finding } from '../catalog.ts'
import { counting, evidenceOf, outcomeOf, type Pair, pairs, subjectOf } from '../page.ts'
import type { FacilitatorExpected, FacilitatorSeen } from '../shapes.ts'
import { notSeen } from '../unseen.ts'

function timesOf(pair: Pair) {
  const { verify } = pair.seen
  const pages = [
    { page: '/supported', looks: counting(pair) },
    ...(verify === null ? [] : [{ page: '/verify', looks: verify }]),
  ]
  return pages.flatMap(({ page, looks }) => {
    const outcome = outcomeOf<unknown>(looks)
    return outcome.kind === 'answer' ? [{ pair, page, looks, totalMs: outcome.answer.totalMs }] : []
  })
}

function judge(seen: FacilitatorSeen, expected: FacilitatorExpected): readonly Finding[] {
  const limitMs = expected.latencyWarnMs
  const all = pairs(seen, expected)
  const times = all.flatMap(timesOf)
  const judged = times.map(({ pair, page, looks, totalMs }) => {
    const subject = subjectOf(pair.target, `latency ${page}`)
    const evidence = evidenceOf<unknown>(looks, `${pair.target.label}${page}`)
    return totalMs > limitMs
      ? finding('FACILITATOR_SLOW', subject, { page, totalMs, limitMs }, evidence)
      : finding('FACILITATOR_FAST', subject, { page, totalMs }, evidence)
  })
  const silent = all.filter((pair) => times.every((time) => time.pair !== pair)).map(({ target }) => target)
  return [...judged, ...notSeen('latency', 'how fast it is', silent)]
}

/** The time of every answer that counts. */
export const latency: Check<FacilitatorSeen, FacilitatorExpected> = {
  id: 'latency',
  question: 'Does it answer in time?',
  judge,
}
