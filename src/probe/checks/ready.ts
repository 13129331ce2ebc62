import type { Finding } from '../../core/finding.ts'
import type { HttpAnswer } from '../../core/ports.ts'
import type { Check } from '../../core/room.ts'
import { isHtml, jsonOf } from '../answer.ts'
import { finding } from '../catalog.ts'
import { type Dependency, hasName, readDependencies, readOverall } from '../dependencies.ts'
import { evidenceOf, outcomeOf, pageOf, serviceSubject, subjectOf } from '../outcome.ts'
import type { Page, ProbeExpected, ProbeSeen } from '../shapes.ts'

const usualNames: readonly string[] = ['database', 'db', 'postgres']

function unclear(
  page: Page,
  name: string,
  reported: readonly Dependency[],
  configured: boolean,
): readonly Finding[] {
  const found = reported.filter((dependency) => hasName(dependency, name))
  const odd = found.find((dependency) => dependency.state === 'unclear')
  if (found.length > 0 && odd === undefined) return []
  const reason = odd === undefined ? 'the ready page does not mention it' : `its state is "${odd.word}"`
  const subject = subjectOf(page, name)
  return [finding('READY_DEPENDENCY_UNCLEAR', subject, { name, reason, configured }, evidenceOf(page))]
}

function judgeDependencies(
  page: Page,
  answer: HttpAnswer,
  configured: readonly string[],
): readonly Finding[] {
  const watchedNames = configured.length > 0 ? configured : usualNames
  const body = jsonOf(answer)
  const json = body.kind === 'json' ? body.value : null
  const reported = readDependencies(json, watchedNames)
  const isWatched = (item: Dependency) => watchedNames.some((name) => hasName(item, name))
  const failed = reported
    .filter(({ state }) => state === 'bad')
    .map((item) => {
      const args = { name: item.name, word: item.word, status: answer.status, watched: isWatched(item) }
      return finding('READY_DEPENDENCY_FAILED', subjectOf(page, item.name), args, evidenceOf(page))
    })
  if (answer.status !== 200) return failed
  const slow = reported.filter(({ state }) => state === 'degraded')
  const overall = readOverall(json)
  const contradicts = overall?.state === 'bad' || overall?.state === 'degraded'
  const whole =
    contradicts && failed.length + slow.length === 0 ? [{ name: '', word: overall?.word ?? '' }] : []
  const named =
    configured.length > 0 ? configured : usualNames.filter((name) => reported.some((d) => hasName(d, name)))
  return [
    ...failed,
    ...[...slow, ...whole].map(({ name, word }) =>
      finding('READY_DEGRADED', subjectOf(page, name), { name, word }, evidenceOf(page)),
    ),
    ...named.flatMap((name) => unclear(page, name, reported, configured.length > 0)),
  ]
}

function judge(seen: ProbeSeen, { dependencies }: ProbeExpected): readonly Finding[] {
  const page = pageOf(seen, 'ready')
  if (page === undefined) return [finding('PROBE_NO_TARGET', serviceSubject(seen, 'ready'), {})]
  const outcome = outcomeOf(page, (status) => status === 200)
  const subject = subjectOf(page)
  const evidence = evidenceOf(page)
  if (outcome.kind === 'blind') {
    return [finding('PROBE_BLIND', subject, { page: 'ready', why: outcome.why.detail }, evidence)]
  }
  if (outcome.kind === 'unreachable') {
    const { why, looks } = outcome
    return [finding('READY_UNREACHABLE', subject, { why: why.detail, looks }, evidence)]
  }
  const { status, timing } = outcome.answer
  const rest = judgeDependencies(page, outcome.answer, dependencies)
  if (outcome.kind === 'bad-status') {
    // A dependency that is named comes first: it is the cause, the status its effect.
    return [...rest, finding('READY_NOT_200', subject, { status, looks: outcome.looks }, evidence)]
  }
  const answered = { status, totalMs: timing.totalMs, said: '' }
  const { before } = outcome
  return [
    before.length > 0
      ? finding('READY_FLAPPING', subject, { ...answered, before }, evidence)
      : finding('READY_OK', subject, answered, evidence),
    ...(isHtml(outcome.answer) ? [finding('PROBE_HTML_PAGE', subject, { page: 'ready' }, evidence)] : []),
    ...rest,
  ]
}

/** 200 alone is ready; dependencies in the body are surfaced by name. */
export const ready: Check<ProbeSeen, ProbeExpected> = {
  id: 'ready',
  question: 'Is the service ready, with everything that it depends on?',
  judge,
}
