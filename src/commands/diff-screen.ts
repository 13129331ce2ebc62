import { amountOf } from '../core/money.ts'
import type { Block, Cell, RunDocument } from '../core/report.ts'
import { safe } from '../core/safe.ts'
import { shortHex } from '../core/short.ts'
import { formatUtc } from '../core/time.ts'
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

function runText({ document }: SavedRun): string {
  const { runId, window, complete, startedAt } = document
  const span = window === undefined ? moment(startedAt) : `${moment(window.from)} .. ${moment(window.to)}`
  return `${safe(runId, 80)}  ${span}${complete ? '' : '  (incomplete)'}`
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

const rank = ({ change }: Difference) => order.indexOf(change)

/** The screen of a diff, without its last line. */
export function diffScreen(diff: RunDiff, first: SavedRun, second: SavedRun): readonly Block[] {
  const pairs: Block = {
    kind: 'pairs',
    pairs: [
      ['first', runText(first)],
      ['second', runText(second)],
    ],
  }
  const sorted = [...diff.differences].sort((a, b) => rank(a) - rank(b))
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
      shortHex(safe(nameOf(one), 60)),
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
