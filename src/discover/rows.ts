import type { PhrasedFinding } from '../core/phrase.ts'
import { type Verdict, worst } from '../core/verdict.ts'
import type { DiscoverExpected, DiscoverSeen } from './shapes.ts'
import { viewOf } from './view.ts'

/** One line of the screen's table: a document or a catalogue, and what was found about it. Safe to print. */
export type DiscoverRow = {
  readonly verdict: Verdict
  readonly what: string
  /** HTTP status of a document, or why there was none; "-" for a catalogue. */
  readonly http: string
  /** How many routes of this service it names. */
  readonly routes: string
  readonly problems: string
}

const loud: readonly Verdict[] = ['FAIL', 'UNKNOWN', 'WARN']

function about(findings: readonly PhrasedFinding[], what: string): readonly PhrasedFinding[] {
  return findings.filter(({ code, args, subject }) => {
    const unanswered = code === 'DISCOVER_UNANSWERED' && Array.isArray(args.documents) ? args.documents : []
    const named = [args.document, args.where, args.catalogue, args.second, subject.id, ...unanswered]
    return named.includes(what)
  })
}

function problemsOf(found: readonly PhrasedFinding[]): string {
  const codes = found.filter(({ verdict }) => loud.includes(verdict)).map(({ code }) => code)
  const words = [...new Set(codes)].map((code) =>
    code
      .replace(/^DISCOVER_/, '')
      .toLowerCase()
      .replaceAll('_', ' '),
  )
  return words.length === 0 ? '-' : words.join(', ')
}

function rowOf(what: string, http: string, routes: string, findings: readonly PhrasedFinding[]): DiscoverRow {
  const found = about(findings, what)
  const verdict = found.length === 0 ? 'PASS' : worst(found.map((one) => one.verdict))
  return { verdict, what, http, routes, problems: problemsOf(found) }
}

/**
 * The documents that are there and the catalogues that were read, one row each, in the order in which they were
 * asked. `findings` are those of this room's judgement.
 */
export function discoverRows(
  seen: DiscoverSeen,
  expected: DiscoverExpected,
  findings: readonly PhrasedFinding[],
): readonly DiscoverRow[] {
  const view = viewOf(seen, expected)
  const documents = seen.documents.flatMap(({ path, answer }) => {
    if (answer.seen && (answer.value.status === 404 || answer.value.status === 410)) return []
    const read = view.documents.find(({ document }) => document === path)
    const http = answer.seen ? String(answer.value.status) : answer.why.kind
    return [rowOf(path, http, read === undefined ? '-' : String(read.offers.length), findings)]
  })
  const catalogues = seen.catalogues.map(({ label, entries }) => rowOf(label, '-', `of ${entries}`, findings))
  return [...documents, ...catalogues]
}

/** How many routes were asked and how many of them asked for payment. */
export function routesAsked(
  seen: DiscoverSeen,
  expected: DiscoverExpected,
): { readonly expected: number; readonly asked: number; readonly paid: number } {
  const { live } = viewOf(seen, expected)
  return {
    expected: expected.routes.length,
    asked: live.length,
    paid: live.filter(({ asks }) => asks).length,
  }
}
