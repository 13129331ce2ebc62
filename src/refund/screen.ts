import { formatAmountBoth } from '../core/money.ts'
import type { Block } from '../core/report.ts'
import { shortHex } from '../core/short.ts'
import type { RefundPlan } from './shown.ts'
import { becauseShort, heldWords } from './words.ts'

const rowsShown = 50

const more = (all: number): readonly string[] =>
  all > rowsShown ? [`... ${all - rowsShown} more; --csv FILE and -o json hold all of them`] : []

function rowsTable({ rows }: RefundPlan): readonly Block[] {
  if (rows.length === 0) return []
  const cells = rows
    .slice(0, rowsShown)
    .map(({ id, amount, payee, because, state }) => [
      id.slice(0, 6),
      amount,
      payee,
      state === 'open' ? becauseShort[because] : `${becauseShort[because]}, ${state}`,
    ])
  const columns = [
    { title: 'ID', wrap: false },
    { title: 'AMOUNT', align: 'right', wrap: false },
    { title: 'TO THE PAYER', wrap: false },
    { title: 'BECAUSE' },
  ] as const
  return [{ kind: 'table', title: 'To be paid back', columns, rows: cells }]
}

function heldTable({ held }: RefundPlan): readonly Block[] {
  if (held.length === 0) return []
  const cells = held
    .slice(0, rowsShown)
    .map(({ item, outcome, reason }) => [
      `${shortHex(item.tx ?? '-')}:${item.logIndex ?? '-'}`,
      outcome,
      heldWords[reason],
    ])
  const columns = [
    { title: 'TX:LOG', wrap: false },
    { title: 'CLASS', wrap: false },
    { title: 'WHY' },
  ] as const
  return [{ kind: 'table', title: 'Held back: a person decides', columns, rows: cells }]
}

/** The plan for people: what goes back with totals for each token, what is held, and the calls where they are asked for. */
export function planScreen(plan: RefundPlan, show: 'rows' | 'rows and calls'): readonly Block[] {
  const { rows, totals, held } = plan
  const sums = totals.map((amount) => `Total ${formatAmountBoth(amount)} on ${amount.network}`)
  const calls = rows.flatMap(({ amount, data, id }) => [
    `${id.slice(0, 6)}  ${amount.network}  to ${amount.asset}  value 0`,
    data,
  ])
  const lines = [...more(rows.length), ...sums]
  return [
    ...rowsTable(plan),
    ...(lines.length === 0 ? [] : [{ kind: 'lines', lines } as const]),
    ...heldTable(plan),
    ...(held.length > rowsShown ? [{ kind: 'lines', lines: more(held.length) } as const] : []),
    ...(show === 'rows' || calls.length === 0
      ? []
      : [{ kind: 'lines', lines: ['Calls, unsigned (-o json has each on one line):', ...calls] } as const]),
  ]
}
