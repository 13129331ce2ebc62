import type { SavedRun } from './run.ts'

/**
 * How many payments that match a run only counts: of very many, those are not kept one by one, so a payment that is not
 * among its cases may be one of them. 0 for a run that keeps every payment; all of them for a printed report.
 */
export function matchedCounted({ document, cases }: Pick<SavedRun, 'document' | 'cases'>): number {
  const matched = document.totals
    .filter(({ name }) => name === 'matched')
    .reduce((sum, { count }) => sum + count, 0)
  const kept = cases.reduce((sum, { code }) => sum + (code === 'MATCHED' ? 1 : 0), 0)
  return Math.max(0, matched - kept)
}

/** That of a run, in words: `run X only counts 120000 payments that match`; null when it keeps every payment. */
export function countedWords(run: Pick<SavedRun, 'document' | 'cases'>): string | null {
  const counted = matchedCounted(run)
  if (counted === 0) return null
  return `run ${run.document.runId} only counts ${counted} payment${counted === 1 ? '' : 's'} that match`
}
