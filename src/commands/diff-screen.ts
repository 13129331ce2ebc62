import { amountOf } from '../core/money.ts'
import type { Block, Cell, RunDocument } from '../core/report.ts'
import { safe } from '../core/safe.ts'
import { shortHex } from '../core/short.ts'
import { formatUtc } from '../core/time.ts'
import { verdicts } from '../core/verdict.ts'
import type { Change, Difference, RunDiff } from '../runs/diff.ts'
import type { SavedRun } from '../runs/run.ts'
import { nameOf } from './diff-findings.ts'

const rowsShown = 50
const order: readonly Change[] = ['new', 'changed', 'gone', 'not-looked-at', 'resolved']
const changeWords: Readonly<Record<Change, string>> = {
  new: 'new',
  changed: 'changed',
  resolved: 'resolved',
  gone: 'gone',
  'not-looked-at': 'not looked at',
}

const moment = (text: string) => formatUtc(new Date(text))

function runPairs(name: string, { document }: SavedRun): readonly (readonly [string, string])[] {
  const { runId, window, complete, startedAt } = document
  const span =
    window === undefined ? moment(startedAt) : `window ${moment(window.from)} .. ${moment(window.to)}`
  return [
    [name, `${safe(runId, 80)}${complete ? '' : '  (incomplete)'}`],
    ['', span],
  ]
}

/** `1 new, 2 changed, 5 unchanged`: the numbers of a diff; those that are zero are left out. */
export function diffText(diff: RunDiff): string {
  const parts = order.flatMap((change) => {
    const count = diff.differences.filter((one) => one.change === change).length
    return count === 0 ? [] : [`${count} ${changeWords[change]}`]
  })
  const beyond = diff.beyond === 0 ? [] : [`${diff.beyond} outside of the other window`]
  const same = parts.length === 0 ? ['the runs say the same'] : parts
  return [...same, `${diff.unchanged} unchanged`, ...beyond].join(', ')
}

function amountCell({ item }: Difference, totals: RunDocument['totals']): Cell {
  if (item?.amountAtomic == null) return '-'
  const unit = totals.find(
    ({ amount }) => amount.network === item.network && amount.asset === item.asset,
  )?.amount
  return unit === undefined ? `${item.amountAtomic} atomic` : amountOf(BigInt(item.amountAtomic), unit)
}

/** By kind of change, worst first, alike beside alike; the id only where nothing else tells them apart. */
function sortKey(one: Difference): string {
  const said = one.after ?? one.before
  const rank = order.indexOf(one.change) * 10 + (said === null ? 9 : verdicts.indexOf(said.verdict))
  return [String(rank).padStart(3, '0'), one.after?.code, one.before?.code, nameOf(one), one.id].join(' ')
}

/** The screen of a diff, without its last line. */
export function diffScreen(diff: RunDiff, first: SavedRun, second: SavedRun): readonly Block[] {
  const pairs: Block = {
    kind: 'pairs',
    pairs: [...runPairs('first', first), ...runPairs('second', second)],
  }
  const sorted = diff.differences
    .map((one) => ({ one, key: sortKey(one) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ one }) => one)
  if (sorted.length === 0) return [pairs]
  const totals = [...second.document.totals, ...first.document.totals]
  const rows = sorted
    .slice(0, rowsShown)
    .map((one): readonly Cell[] => [
      changeWords[one.change],
      one.id.slice(0, 6),
      one.before?.code ?? '-',
      one.after?.code ?? '-',
      amountCell(one, totals),
      safe(shortHex(nameOf(one)), 60),
    ])
  const table: Block = {
    kind: 'table',
    columns: [
      { title: 'CHANGE', wrap: false },
      { title: 'ID', wrap: false },
      { title: 'FIRST' },
      { title: 'SECOND' },
      { title: 'AMOUNT', align: 'right' },
      { title: 'ABOUT' },
    ],
    rows,
  }
  const more = sorted.length - rows.length
  if (more === 0) return [pairs, table]
  return [pairs, table, { kind: 'lines', lines: [`... ${more} more; -o json shows all of them`] }]
}
