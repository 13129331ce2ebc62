import type { Finding } from '../../core/finding.ts'
import type { Look } from '../../core/observation.ts'
import type { Check } from '../../core/room.ts'
import { isHtml, jsonOf } from '../answer.ts'
import { finding } from '../catalog.ts'
import { readDependencies, readOverall } from '../dependencies.ts'
import { evidenceOf, outcomeOf, pageOf, serviceSubject, subjectOf } from '../outcome.ts'
import type { ProbeExpected, ProbeSeen } from '../shapes.ts'

// Words by which services call a facilitator; the first one that the page lists.
const facilitatorWords = /facilitator|x402|coinbase|\bcdp\b/i

/** Kubernetes and its like restart what fails its health page: a facilitator of somebody else must not do that. */
function judgeDependencies(json: unknown, id: string, evidence: readonly Look[]): readonly Finding[] {
  const found = readDependencies(json, []).find(({ name }) => facilitatorWords.test(name))
  if (found === undefined) return []
  const subject = { kind: 'endpoint', id: `${id} facilitator` } as const
  return [finding('HEALTH_NAMES_FACILITATOR', subject, { name: found.name }, evidence)]
}

function judge(seen: ProbeSeen): readonly Finding[] {
  const page = pageOf(seen, 'health')
  if (page === undefined) return [finding('PROBE_NO_TARGET', serviceSubject(seen, 'health'), {})]
  const outcome = outcomeOf(page, (status) => status >= 200 && status < 300)
  const subject = subjectOf(page)
  const evidence = evidenceOf(page)
  if (outcome.kind === 'blind') {
    return [finding('PROBE_BLIND', subject, { page: 'health', why: outcome.why.detail }, evidence)]
  }
  if (outcome.kind === 'unreachable') {
    const { why, looks } = outcome
    return [finding('HEALTH_UNREACHABLE', subject, { why: why.detail, looks }, evidence)]
  }
  const { status, timing } = outcome.answer
  if (outcome.kind === 'bad-status') {
    return [finding('HEALTH_NOT_200', subject, { status, looks: outcome.looks }, evidence)]
  }
  const body = jsonOf(outcome.answer)
  const overall = body.kind === 'json' ? readOverall(body.value) : null
  if (overall?.state === 'bad' || overall?.state === 'degraded') {
    return [finding('HEALTH_BODY_DISAGREES', subject, { status, word: overall.word }, evidence)]
  }
  const said = overall === null ? '' : `status ${overall.word}`
  const answered = { status, totalMs: timing.totalMs, said }
  const { before } = outcome
  return [
    before.length > 0
      ? finding('HEALTH_FLAPPING', subject, { ...answered, before }, evidence)
      : finding('HEALTH_OK', subject, answered, evidence),
    ...judgeDependencies(body.kind === 'json' ? body.value : null, subject.id, evidence),
    ...(isHtml(outcome.answer) ? [finding('PROBE_HTML_PAGE', subject, { page: 'health' }, evidence)] : []),
  ]
}

/** 2xx is healthy; a body that says otherwise is named. */
export const health: Check<ProbeSeen, ProbeExpected> = {
  id: 'health',
  question: 'Does the service say that it is up?',
  judge,
}
