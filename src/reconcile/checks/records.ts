import { type Finding, findings } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { catalog } from '../catalog.ts'
import type { ReconcileExpected } from '../expected.ts'
import type { ChainSeen, ReconcileSeen, SourceSeen } from '../seen.ts'
import { stoppedAt } from '../stopped-words.ts'

const find = findings(catalog)

function ofSource(source: SourceSeen): Finding[] {
  const subject = { kind: 'records', id: source.name } as const
  const found: Finding[] = []
  if (source.rejectedCount > 0) {
    const first = source.rejected.slice(0, 3).map(({ line, why }) => `line ${line}: ${why}`)
    const args = { source: source.name, count: source.rejectedCount, first }
    found.push(find('RECONCILE_ROWS_REJECTED', subject, args))
  }
  const fields = (source.mapping.unread ?? []).slice(0, 10)
  if (source.ignored > 0 && fields.length > 0) {
    const args = { source: source.name, ignored: source.ignored, fields }
    found.push(find('RECONCILE_FIELDS_UNREAD', subject, args))
  }
  if (source.used === 0) {
    found.push(find('RECONCILE_NO_RECORDS', subject, { source: source.name, ignored: source.ignored }))
  }
  return found
}

/** Nothing stands on the chain only where all of it was read, to the end, and nobody disagrees. */
function isReadWhole({ read, holes, disputed, forked, quiet }: ChainSeen): boolean {
  return read !== null && holes.length === 0 && disputed === 0 && !forked && (quiet ?? []).length === 0
}

/** Could every row of the records be used? */
export const records: Check<ReconcileSeen, ReconcileExpected> = {
  id: 'records',
  question: 'Could every row of the records be used?',
  judge: (seen) => {
    if (!seen.booksRead) {
      return [find('RECONCILE_BOOKS_NOT_READ', { kind: 'records', id: 'all' }, stoppedAt(seen.stopped))]
    }
    const found = seen.sources.flatMap(ofSource)
    const some = (seen.plain?.count ?? 0) > 0 || seen.cases.some((item) => item.facts.inWindow)
    if (some || !seen.chains.every(isReadWhole)) return found
    const window = [seen.since, seen.until].map((at) => new Date(at * 1000).toISOString()).join(' .. ')
    return [...found, find('RECONCILE_NO_PAYMENTS', { kind: 'window', id: 'payments' }, { window })]
  },
}
