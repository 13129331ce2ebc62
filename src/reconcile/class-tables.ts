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

/** One column: what it shows, and when it is worth its width. */
type CaseColumn = Column & {
  readonly cell: (judged: JudgedCase, expected: ReconcileExpected) => Cell
  readonly shownFor: (group: readonly JudgedCase[]) => boolean
}

const always = () => true
const isLate = ({ item }: JudgedCase) => item.flags.includes('late')
// Whoever reads "refund" below must see that it happened already.
const isPaidBack = ({ item }: JudgedCase) => item.facts.refundFound
const isRecorded = ({ item }: JudgedCase) => item.lines.length > 0

const columns: readonly CaseColumn[] = [
  { title: 'ID', wrap: false, shownFor: always, cell: ({ item }) => item.caseId.slice(0, 6) },
  {
    title: 'SEEN (UTC)',
    wrap: false,
    shownFor: always,
    cell: ({ item }) => {
      const seenMs = item.blockTime === null ? item.receivedAt : item.blockTime * 1000
      return seenMs === null ? '-' : formatUtc(new Date(seenMs)).slice(5, 19)
    },
  },
  {
    title: 'AMOUNT',
    align: 'right',
    shownFor: always,
    cell: (judged, expected) => {
      const { amount, required } = caseArgs(judged, expected)
      return amount ?? required ?? '-'
    },
  },
  { title: 'PAYER', wrap: false, shownFor: always, cell: ({ item }) => shortHex(item.payer ?? '-') },
  {
    title: 'LATE',
    align: 'right',
    shownFor: (group) => group.some(isLate),
    cell: (judged) => {
      const late = isLate(judged) ? latenessMs(judged.item) : null
      return late === null ? '-' : `+${formatDuration(late)}`
    },
  },
  {
    title: 'PAID BACK',
    wrap: false,
    shownFor: (group) => group.some(isPaidBack),
    cell: (judged) => (isPaidBack(judged) ? shortHex(judged.item.refund?.tx ?? 'yes') : '-'),
  },
  // The request finds a payment in the logs; the transaction stands in for it only where there is none.
  { title: 'REQUEST', shownFor: (group) => group.some(isRecorded), cell: ({ item }) => recordName(item) },
  {
    title: 'TX',
    wrap: false,
    shownFor: (group) => !group.some(isRecorded),
    cell: ({ item }) => shortHex(item.tx ?? '-'),
  },
]

function plainColumn({ title, align, wrap }: CaseColumn): Column {
  return { title, ...(align === undefined ? {} : { align }), ...(wrap === undefined ? {} : { wrap }) }
}

/** Worst class first. */
function tablesOf(
  classes: readonly Outcome[],
  judged: readonly JudgedCase[],
  expected: ReconcileExpected,
): readonly Block[] {
  const worstFirst = [...classes].sort(
    (a, b) => verdicts.indexOf(verdictOfOutcome[a]) - verdicts.indexOf(verdictOfOutcome[b]),
  )
  return worstFirst.flatMap((outcome): Block[] => {
    const group = judged.filter((one) => one.outcome === outcome)
    if (group.length === 0) return []
    const { title, next } = catalog[outcome]
    const shown = columns.filter(({ shownFor }) => shownFor(group))
    const rows = group.slice(0, rowsShown).map((one) => shown.map(({ cell }) => cell(one, expected)))
    const more = group.length - rows.length
    const lines = [
      ...(more > 0 ? [`... ${more} more; -o ndjson or -o csv=FILE shows all of them`] : []),
      ...(next === null ? [] : [next]),
    ]
    const table: Block = {
      kind: 'table',
      title: `${outcome}: ${title}`,
      columns: shown.map(plainColumn),
      rows,
    }
    return lines.length === 0 ? [table] : [table, { kind: 'lines', lines }]
  })
}

/** One table for each class that asks for attention, at most 50 rows each. */
export function classTables(judged: readonly JudgedCase[], expected: ReconcileExpected): readonly Block[] {
  const asking = judged.filter(({ verdict }) => ['FAIL', 'WARN'].includes(verdict))
  return tablesOf(tabled, asking, expected)
}

/** The same for payments that were asked for by name: calm ones are the answer, too. */
export function askedTables(judged: readonly JudgedCase[], expected: ReconcileExpected): readonly Block[] {
  const calm = judged.filter(({ verdict }) => ['PASS', 'INFO', 'SKIP'].includes(verdict))
  const every = Object.keys(verdictOfOutcome) as Outcome[]
  return [...classTables(judged, expected), ...tablesOf(every, calm, expected)]
}
