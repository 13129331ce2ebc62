import type { Block, Cell, Column } from '../core/report.ts'
import { shortHex } from '../core/short.ts'
import { formatDuration, formatUtc } from '../core/time.ts'
import { verdicts } from '../core/verdict.ts'
import { caseArgs, latenessMs } from './case-args.ts'
import { recordName } from './case-names.ts'
import { catalog } from './catalog.ts'
import type { ReconcileExpected } from './expected.ts'
import type { JudgedCase } from './judge-case.ts'
import { type Outcome, verdictOfOutcome } from './outcome.ts'

const rowsShown = 50

/** Classes whose cases are listed in a table of their own; the reasons of the others need sentences. */
const tabled: readonly Outcome[] = (Object.keys(verdictOfOutcome) as Outcome[]).filter(
  (outcome) =>
    ['FAIL', 'WARN', 'INFO'].includes(verdictOfOutcome[outcome]) &&
    !['INVALID_RECORD', 'RECIPIENT_MISMATCH', 'REVERSED_BY_REORG'].includes(outcome),
)

/** Is this class shown as rows of a table? */
export function isTabled(code: string): boolean {
  return (tabled as readonly string[]).includes(code)
}

const columns: readonly Column[] = [
  { title: 'ID', wrap: false },
  { title: 'SEEN (UTC)', wrap: false },
  { title: 'AMOUNT', align: 'right' },
  { title: 'PAYER', wrap: false },
  { title: 'TX', wrap: false },
  { title: 'LATE', align: 'right' },
  { title: 'REQUEST' },
]

function rowOf(judged: JudgedCase, expected: ReconcileExpected): readonly Cell[] {
  const { item } = judged
  const args = caseArgs(judged, expected)
  const late = item.flags.includes('late') ? latenessMs(item) : null
  const seenMs = item.blockTime === null ? item.receivedAt : item.blockTime * 1000
  return [
    item.caseId.slice(0, 6),
    seenMs === null ? '-' : formatUtc(new Date(seenMs)).slice(5, 19),
    args.amount ?? args.required ?? '-',
    shortHex(item.payer ?? '-'),
    shortHex(item.tx ?? '-'),
    late === null ? '-' : `+${formatDuration(late)}`,
    recordName(item),
  ]
}

/** One table for each class that asks for attention, at most 50 rows each. */
export function classTables(judged: readonly JudgedCase[], expected: ReconcileExpected): readonly Block[] {
  const worstFirst = [...tabled].sort(
    (a, b) => verdicts.indexOf(verdictOfOutcome[a]) - verdicts.indexOf(verdictOfOutcome[b]),
  )
  return worstFirst.flatMap((outcome): Block[] => {
    const group = judged.filter((one) => one.outcome === outcome && ['FAIL', 'WARN'].includes(one.verdict))
    if (group.length === 0) return []
    const { title, next } = catalog[outcome]
    const late = group.some(({ item }) => item.flags.includes('late'))
    const keep = <T>(row: readonly T[]) => (late ? row : row.toSpliced(5, 1))
    const rows = group.slice(0, rowsShown).map((one) => keep(rowOf(one, expected)))
    const more = group.length - rows.length
    const lines = [
      ...(more > 0 ? [`... ${more} more; -o ndjson or -o csv=FILE shows all of them`] : []),
      ...(next === null ? [] : [next]),
    ]
    const table: Block = { kind: 'table', title: `${outcome}: ${title}`, columns: keep(columns), rows }
    return lines.length === 0 ? [table] : [table, { kind: 'lines', lines }]
  })
}
