import { type Finding, findings, type Subject } from '../core/finding.ts'
import { type PhrasedFinding, phrase } from '../core/phrase.ts'
import type { Change, Difference, RunDiff } from '../runs/diff.ts'
import type { SavedRun } from '../runs/run.ts'
import { diffCatalog } from './diff-catalog.ts'

const find = findings(diffCatalog)

const codes = {
  new: 'DIFF_NEW',
  changed: 'DIFF_CHANGED',
  resolved: 'DIFF_RESOLVED',
  gone: 'DIFF_GONE',
  'not-looked-at': 'DIFF_NOT_LOOKED_AT',
} as const satisfies Record<Change, keyof typeof diffCatalog>

/** The name by which an operator finds a payment: its request or record, else its transaction, else its id. */
export function nameOf({ item, about, id }: Difference): string {
  if (item === null) return about ?? id
  return item.requestIds[0] ?? item.recordIds[0] ?? item.tx ?? id
}

function subjectOf({ kind, id }: Difference): Subject {
  return kind === 'case' ? { kind, id, caseId: id } : { kind: 'window', id }
}

function findingOf(group: readonly Difference[], subject: Subject): Finding[] {
  const [first] = group
  if (first === undefined) return []
  const { before, after, change, outsideFirst, maybeMatched } = first
  const args = {
    ...{ count: group.length, what: nameOf(first), outsideFirst, maybeMatched },
    before: before?.code ?? null,
    after: after?.code ?? null,
    verdict: after?.verdict ?? before?.verdict ?? 'INFO',
  } as const
  return [find(codes[change], subject, args)]
}

/** New, changed or decided, and nothing to complain about: told once for each class. */
function isQuiet({ kind, change, before, after }: Difference): boolean {
  const asks = ['FAIL', 'WARN', 'UNKNOWN'].includes((after ?? before)?.verdict ?? '')
  const isDecided = change === 'resolved' && after === null
  return kind === 'case' && !asks && (change === 'new' || change === 'changed' || isDecided)
}

function together(differences: readonly Difference[]): Finding[] {
  const groups = new Map<string, Difference[]>()
  for (const one of differences) {
    const key = `${one.change} ${one.before?.code ?? '-'} ${one.after?.code ?? '-'} ${one.outsideFirst}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups].flatMap(([key, group]) => findingOf(group, { kind: 'window', id: key }))
}

function aboutRuns(diff: RunDiff, first: SavedRun, second: SavedRun): Finding[] {
  const subject = { kind: 'window', id: 'runs' } as const
  const [a, b] = [first.document, second.document]
  const found: Finding[] = []
  if (a.target !== b.target) {
    const args = { first: a.target ?? 'nothing named', second: b.target ?? 'nothing named' }
    found.push(find('DIFF_TARGETS_DIFFER', subject, args))
  }
  if (!diff.casesCompared) {
    const runs = [first, second]
      .filter(({ cases }) => cases.length === 0)
      .map(({ document }) => document.runId)
    found.push(find('DIFF_WITHOUT_CASES', subject, { runs }))
  }
  return found
}

/** The differences as findings, with their words. Pure. */
export function diffFindings(diff: RunDiff, first: SavedRun, second: SavedRun): readonly PhrasedFinding[] {
  const single = diff.differences.filter((one) => !isQuiet(one))
  const quiet = diff.differences.filter(isQuiet)
  return [
    ...single.flatMap((one) => findingOf([one], subjectOf(one))),
    ...together(quiet),
    ...aboutRuns(diff, first, second),
  ].map((finding) => phrase(finding, 'diff', diffCatalog))
}
