import { items } from '../../checklist/items-catalog.ts'
import { groups } from '../../checklist/shapes.ts'
import type { PhrasedFinding } from '../../core/phrase.ts'
import type { Block, CheckRow, RunDocument } from '../../core/report.ts'

/** How many items were observed, answered by somebody, and neither. */
export type Tally = {
  readonly observed: number
  readonly asked: number
  readonly unknown: number
  readonly open: number
  readonly left: number
}

const listed = new Map(items.map((item) => [item.id, item]))

/** Counts the items of a run. */
export function tallyOf(checks: readonly CheckRow[]): Tally {
  const tally = { observed: 0, asked: 0, unknown: 0, open: 0, left: 0 }
  for (const { id, verdict } of checks) {
    const how = listed.get(id)?.how
    if (verdict === 'SKIP') tally.left += 1
    else if (verdict === 'UNKNOWN') tally[how === 'asked' ? 'open' : 'unknown'] += 1
    else tally[how === 'asked' ? 'asked' : 'observed'] += 1
  }
  return tally
}

function tallyText({ observed, asked, unknown, open, left }: Tally): string {
  const rest = [
    ...(open > 0 ? [`${open} asked of nobody`] : []),
    ...(left > 0 ? [`${left} not about this service`] : []),
  ]
  return [`${observed} observed, ${asked} asked, ${unknown} unknown`, ...rest].join('; ')
}

function seenOf(findings: readonly PhrasedFinding[], { id, text, question }: CheckRow): string {
  const seen = findings.find(({ check }) => check === id)?.args.seen
  return typeof seen === 'string' ? seen : text.replace(`${question} `, '')
}

const quiet: readonly string[] = ['PASS', 'SKIP']

/** What several items wait for, with their names; what only one waits for stays a row of the table. */
function waitingFor(rows: readonly CheckRow[], seen: (row: CheckRow) => string) {
  const byReason = new Map<string, string[]>()
  for (const row of rows) {
    if (row.verdict !== 'UNKNOWN') continue
    byReason.set(seen(row), [...(byReason.get(seen(row)) ?? []), row.id])
  }
  return [...byReason].filter(([, ids]) => ids.length > 1)
}

function groupBlocks(group: string, document: RunDocument, verbose: number): readonly Block[] {
  const rows = document.checks.filter(({ id }) => listed.get(id)?.group === group)
  const seen = (row: CheckRow) => seenOf(document.findings, row)
  const isOpen = ({ id, verdict }: CheckRow) => verdict === 'UNKNOWN' && listed.get(id)?.how === 'asked'
  const open = rows.filter(isOpen).map(({ id }) => id)
  const met = rows.filter(({ verdict }) => verdict === 'PASS').map(({ id }) => id)
  const loud = rows.filter((row) => !quiet.includes(row.verdict) && !isOpen(row))
  const waiting = waitingFor(loud, seen)
  const together = waiting.flatMap(([, ids]) => ids)
  const shown = verbose > 0 ? rows : loud.filter(({ id }) => !together.includes(id))
  const pairs =
    verbose > 0
      ? []
      : [
          ...waiting.map(([why, ids]) => [`${ids.length} UNKNOWN`, `${why}: ${ids.join(', ')}`] as const),
          ...(open.length > 0 ? [[`${open.length} to ask`, open.join(', ')] as const] : []),
          ...(met.length > 0 ? [[`${met.length} PASS`, met.join(', ')] as const] : []),
        ]
  const table: Block = {
    kind: 'table',
    title: group,
    columns: [{ title: 'IS', wrap: false }, { title: 'ITEM', wrap: false }, { title: 'WHAT WAS SEEN' }],
    rows: shown.map((row) => {
      const isBad = row.verdict === 'FAIL' || row.verdict === 'WARN'
      const next = isBad ? `. ${listed.get(row.id)?.next ?? ''}` : ''
      return [{ verdict: row.verdict }, row.id, `${row.question} ${seen(row)}${next}`]
    }),
  }
  return [
    ...(shown.length > 0 ? [table] : [{ kind: 'lines' as const, lines: [group] }]),
    ...(pairs.length > 0 ? [{ kind: 'pairs' as const, pairs }] : []),
  ]
}

/** The list by its headings: what does not hold in full, what holds by its name. */
export function checklistScreen(document: RunDocument, verbose: number): readonly Block[] {
  return [
    ...groups.flatMap((group) => groupBlocks(group, document, verbose)),
    {
      kind: 'summary',
      text: tallyText(tallyOf(document.checks)),
      ...{ verdict: document.verdict, exitCode: document.exitCode },
    },
  ]
}
