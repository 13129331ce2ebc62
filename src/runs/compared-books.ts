import type { RunDocument } from '../core/report.ts'

/** Did this run compare books with a chain? A command that would have and could not has a row for it all the same. */
export function comparedBooks({ checks }: Pick<RunDocument, 'checks'>): boolean {
  return checks.some(({ room, verdict }) => room === 'reconcile' && verdict !== 'SKIP')
}
