import type { Subject } from '../core/finding.ts'
import type { Blind, Look } from '../core/observation.ts'
import type {
  Answer,
  FacilitatorExpected,
  FacilitatorSeen,
  Looks,
  Supported,
  SupportedSaid,
  Target,
  TargetSeen,
} from './shapes.ts'

/** A facilitator with what was seen of it. */
export type Pair = { readonly target: Target; readonly seen: TargetSeen }

/** Every facilitator that was asked, in the order of the expectation. */
export function pairs(seen: FacilitatorSeen, { targets }: FacilitatorExpected): readonly Pair[] {
  return targets.flatMap((target) => {
    const found = seen.facilitators.find(({ url }) => url === target.url)
    return found === undefined ? [] : [{ target, seen: found }]
  })
}

/**
 * How a page turned out. `down` is the other side's fault, `blind` ours (a refused address, an interruption, no
 * network here). `before` says how earlier looks ended when the last one was an answer.
 */
export type Outcome<Said> =
  | { readonly kind: 'answer'; readonly answer: Answer<Said>; readonly before: readonly string[] }
  | { readonly kind: 'down'; readonly why: string; readonly timedOut: boolean; readonly looks: number }
  | { readonly kind: 'blind'; readonly why: Blind }

const ourKinds: readonly string[] = ['refused', 'aborted', 'not-supported']
const ourCodes: readonly string[] = [
  ...['EAI_AGAIN', 'ENETUNREACH', 'ENETDOWN', 'EMFILE', 'ENFILE', 'EACCES', 'EPERM', 'EADDRNOTAVAIL'],
]

function endOf<Said>(look: Looks<Said>['looks'][number]): string {
  return look.seen ? String(look.value.status) : look.why.detail
}

/** What the looks at a page come to. 5xx counts as down. */
export function outcomeOf<Said>({ looks }: Looks<Said>): Outcome<Said> {
  const last = looks.at(-1)
  if (last === undefined)
    return { kind: 'blind', why: { kind: 'not-configured', detail: 'it was not asked' } }
  if (!last.seen) {
    const { why } = last
    if (ourKinds.includes(why.kind) || ourCodes.includes(why.code ?? '')) return { kind: 'blind', why }
    const timedOut = looks.every((look) => !look.seen && look.why.kind === 'deadline')
    return { kind: 'down', why: why.detail, timedOut, looks: looks.length }
  }
  const { status, body } = last.value
  if (status >= 500) {
    const page = body === 'html' ? ' with an HTML page' : ''
    return { kind: 'down', why: `it answers ${status}${page}`, timedOut: false, looks: looks.length }
  }
  return { kind: 'answer', answer: last.value, before: looks.slice(0, -1).map(endOf) }
}

/** The look that counts for `/supported`: with the credential where one is configured. */
export function counting({ seen }: Pair): Looks<SupportedSaid> {
  return seen.closed ?? seen.open
}

/** What a facilitator supports, as far as it said it in an answer that counts; null = not seen. */
export function supportedOf({ seen }: Pair): Supported | null {
  for (const looks of [seen.closed, seen.open]) {
    const outcome = looks === null ? null : outcomeOf(looks)
    if (outcome?.kind !== 'answer' || outcome.answer.status !== 200) continue
    if (outcome.answer.said.kind === 'supported') return outcome.answer.said.value
  }
  return null
}

/** When and how a page was looked at. */
export function evidenceOf<Said>({ looks }: Looks<Said>, ref: string): readonly Look[] {
  return looks.map(({ at, source }) => ({ at, source, ref }))
}

/** A facilitator as the subject of a finding; `part` tells several findings of one apart. */
export function subjectOf({ label }: Pick<Target, 'label'>, part: string): Subject {
  return { kind: 'endpoint', id: `${label} ${part}` }
}

/** All facilitators as the subject of one check. */
export function allSubject(part: string): Subject {
  return { kind: 'profile', id: `facilitators ${part}` }
}

/** Did the facilitator refuse the credential, or the lack of one? */
export function isRefusal(status: number): boolean {
  return status === 401 || status === 403
}
