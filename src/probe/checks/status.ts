import type { Finding } from '../../core/finding.ts'
import type { HttpAnswer } from '../../core/ports.ts'
import type { Check } from '../../core/room.ts'
import { safe } from '../../core/safe.ts'
import { caip2 } from '../../networks/lookup.ts'
import { header, jsonOf, own } from '../answer.ts'
import { finding } from '../catalog.ts'
import { evidenceOf, outcomeOf, pageOf, serviceSubject, subjectOf } from '../outcome.ts'
import type { Page, ProbeExpected, ProbeSeen } from '../shapes.ts'

type Expect = ProbeExpected['statusExpect']

/** Beyond this a copy may be from before a change of mode. */
const oldCopySeconds = 300

/** The value at a dot path; a key that holds the dots itself wins. Undefined when there is none. */
function valueAt(json: unknown, path: string): unknown {
  const whole = own(json, path)
  return whole === undefined ? path.split('.').reduce(own, json) : whole
}

/** Network names and ids compare by CAIP-2, EVM addresses by lower case, everything else exactly. */
function normal(value: unknown): unknown {
  if (typeof value !== 'string') return value
  return /^0x[0-9a-fA-F]{40}$/.test(value) ? value.toLowerCase() : caip2(value)
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  return typeof value === 'string' ? `"${safe(value, 80)}"` : String(value)
}

function compare(page: Page, json: unknown, expect: Expect, totalMs: number): readonly Finding[] {
  const evidence = evidenceOf(page)
  const wrong = Object.entries(expect).flatMap(([path, wanted]): readonly Finding[] => {
    const got = valueAt(json, path)
    const subject = subjectOf(page, path)
    const expected = shown(wanted)
    if (got === undefined) return [finding('STATUS_KEY_MISSING', subject, { path, expected }, evidence)]
    if (normal(got) === normal(wanted)) return []
    return [finding('STATUS_MISMATCH', subject, { path, expected, got: shown(got) }, evidence)]
  })
  if (wrong.length > 0) return wrong
  return [finding('STATUS_OK', subjectOf(page), { paths: Object.keys(expect), totalMs }, evidence)]
}

function judgeBody(page: Page, answer: HttpAnswer, expect: Expect): readonly Finding[] {
  const subject = subjectOf(page)
  const evidence = evidenceOf(page)
  const expecting = Object.keys(expect).length
  const body = jsonOf(answer)
  if (body.kind === 'cut') return [finding('STATUS_TOO_LARGE', subject, { expecting }, evidence)]
  if (body.kind === 'not-json') {
    const type = safe((header(answer, 'content-type') ?? '').split(';')[0] ?? '', 60)
    const args = { expecting, type: type === '' ? 'something of no named type' : type }
    return [finding('STATUS_NOT_JSON', subject, args, evidence)]
  }
  if (expecting > 0) return compare(page, body.value, expect, answer.timing.totalMs)
  const { value } = body
  const keys = typeof value === 'object' && value !== null ? Object.keys(value).length : 0
  return [finding('STATUS_NOT_COMPARED', subject, { keys }, evidence)]
}

function judge(seen: ProbeSeen, { statusExpect }: ProbeExpected): readonly Finding[] {
  const page = pageOf(seen, 'status')
  if (page === undefined) return [finding('PROBE_NO_TARGET', serviceSubject(seen, 'status'), {})]
  const outcome = outcomeOf(page, (status) => status === 200)
  const subject = subjectOf(page)
  const evidence = evidenceOf(page)
  const expecting = Object.keys(statusExpect).length
  if (outcome.kind === 'blind') {
    return [finding('PROBE_BLIND', subject, { page: 'status', why: outcome.why.detail }, evidence)]
  }
  if (outcome.kind === 'unreachable') {
    const { why, looks } = outcome
    return [finding('STATUS_UNREACHABLE', subject, { why: why.detail, looks, expecting }, evidence)]
  }
  const { answer } = outcome
  const { status } = answer
  if (outcome.kind === 'bad-status') {
    if (expecting === 0 && (status === 404 || status === 410)) {
      return [finding('STATUS_NOT_OFFERED', subject, { status }, evidence)]
    }
    return [finding('STATUS_NOT_200', subject, { status, looks: outcome.looks, expecting }, evidence)]
  }
  const { before } = outcome
  const { totalMs } = answer.timing
  const age = header(answer, 'age') ?? ''
  const ageSeconds = /^\d{1,9}$/.test(age) ? Number(age) : 0
  return [
    ...(before.length > 0
      ? [finding('STATUS_FLAPPING', subject, { status, totalMs, said: '', before }, evidence)]
      : []),
    ...(ageSeconds > oldCopySeconds ? [finding('STATUS_STALE', subject, { ageSeconds }, evidence)] : []),
    ...judgeBody(page, answer, statusExpect),
  ]
}

/** The live mode of the service, compared with the values that the profile expects. */
export const status: Check<ProbeSeen, ProbeExpected> = {
  id: 'status',
  question: 'Does the status page show what the profile expects?',
  judge,
}
