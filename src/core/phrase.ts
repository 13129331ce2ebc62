import type { Args } from './finding.ts'
import {
  type Catalog,
  type CatalogEntry,
  type Finding,
  findingId,
  type Severity,
  type Subject,
} from './finding.ts'
import type { Look } from './observation.ts'
import type { Verdict } from './verdict.ts'

/** A finding with its words: the shape that reports print and JSON carries. */
export type PhrasedFinding = {
  readonly id: string
  readonly code: string
  readonly verdict: Verdict
  readonly severity: Severity
  readonly check: string
  readonly subject: Subject
  readonly title: string
  readonly text: string
  readonly args: Args
  readonly evidence: readonly Look[]
  readonly next: string | null
  readonly playbook: string | null
}

function wordsFor(catalog: Catalog, code: string): CatalogEntry {
  const words = catalog[code]
  if (words === undefined) throw new Error(`the catalogue has no words for ${code}`)
  return words as unknown as CatalogEntry
}

/** The verdict that the catalogue gives a finding. Throws when the code is not in the catalogue. */
export function verdictOf(finding: Finding, catalog: Catalog): Verdict {
  const { verdict } = wordsFor(catalog, finding.code)
  return typeof verdict === 'function' ? verdict(finding.args) : verdict
}

/**
 * Turns a finding into sentences. Pure: same finding, same words.
 * Throws when the code is not in the catalogue, which a test of every room rules out.
 */
export function phrase(finding: Finding, check: string, catalog: Catalog): PhrasedFinding {
  const words = wordsFor(catalog, finding.code)
  return {
    id: findingId(finding),
    code: finding.code,
    verdict: verdictOf(finding, catalog),
    severity: words.severity,
    check,
    subject: finding.subject,
    title: words.title,
    text: words.text(finding.args),
    args: finding.args,
    evidence: finding.evidence,
    next: words.next,
    playbook: words.playbook,
  }
}
