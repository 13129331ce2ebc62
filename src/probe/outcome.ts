import type { Subject } from '../core/finding.ts'
import type { Blind, Look } from '../core/observation.ts'
import type { HttpAnswer } from '../core/ports.ts'
import type { Page, PageName, ProbeSeen } from './shapes.ts'

/**
 * How a page turned out after all looks. `unreachable` is the service's fault, `blind` is ours (refused,
 * interrupted, no network); `before` says how earlier looks ended when the last one was good.
 */
export type Outcome =
  | { readonly kind: 'good'; readonly answer: HttpAnswer; readonly before: readonly string[] }
  | { readonly kind: 'bad-status'; readonly answer: HttpAnswer; readonly looks: number }
  | { readonly kind: 'unreachable'; readonly why: Blind; readonly looks: number }
  | { readonly kind: 'blind'; readonly why: Blind }

const ourKinds: readonly string[] = ['refused', 'aborted', 'not-supported']

/** Failures of this machine: its resolver, its network, its files. */
const ourCodes: readonly string[] = [
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENETDOWN',
  'EMFILE',
  'ENFILE',
  'EACCES',
  'EPERM',
  'EADDRNOTAVAIL',
]

function endOf(look: Page['looks'][number]): string {
  return look.seen ? String(look.value.status) : look.why.detail
}

/** The page of that name; undefined when nothing was asked. */
export function pageOf(seen: ProbeSeen, name: PageName): Page | undefined {
  return seen.pages.find((page) => page.name === name)
}

/** What the last look says, with the earlier ones as its history. A page without looks is blind. */
export function outcomeOf(page: Page, isGood: (status: number) => boolean): Outcome {
  const last = page.looks.at(-1)
  if (last === undefined) {
    return { kind: 'blind', why: { kind: 'not-configured', detail: 'the page was not looked at' } }
  }
  if (!last.seen) {
    const ours = ourKinds.includes(last.why.kind) || ourCodes.includes(last.why.code ?? '')
    return ours
      ? { kind: 'blind', why: last.why }
      : { kind: 'unreachable', why: last.why, looks: page.looks.length }
  }
  return isGood(last.value.status)
    ? { kind: 'good', answer: last.value, before: page.looks.slice(0, -1).map(endOf) }
    : { kind: 'bad-status', answer: last.value, looks: page.looks.length }
}

/** The last answer of every page that gave one, with the page. */
export function answersOf(
  seen: ProbeSeen,
): readonly { readonly page: Page; readonly answer: HttpAnswer; readonly at: string }[] {
  return seen.pages.flatMap((page) => {
    const last = page.looks.at(-1)
    return last?.seen === true ? [{ page, answer: last.value, at: last.at }] : []
  })
}

/** A page as the subject of a finding; `part` tells several findings of one page apart. */
export function subjectOf(page: Page, part?: string): Subject {
  return { kind: 'endpoint', id: part === undefined ? page.label : `${page.label} ${part}` }
}

/** The service as a whole as the subject of one check. */
export function serviceSubject(seen: ProbeSeen, check: string): Subject {
  const label = seen.pages[0]?.label ?? ''
  const origin = URL.canParse(label) ? new URL(label).origin : label
  return { kind: 'endpoint', id: `${origin} ${check}`.trim() }
}

/** When and how a page was looked at. */
export function evidenceOf(page: Page): readonly Look[] {
  return page.looks.map(({ at, source }) => ({ at, source, ref: `GET ${page.label}` }))
}
