import type { Account, BalanceRow, Breakdown, Figures } from '../../core/figures.ts'
import { type Amount, decimalFromAtomic, formatAmount } from '../../core/money.ts'
import type { Block, Cell } from '../../core/report.ts'
import { formatDuration } from '../../core/time.ts'
import { findNetwork } from '../../networks/lookup.ts'

type Pair = readonly [label: string, value: string]

const number = ({ atomic, decimals }: Amount) => decimalFromAtomic(atomic, decimals)
const some = ({ atomic }: Amount) => atomic !== 0n

/** "0.24 USDC", with the network where several tokens bear the same name. */
function naming(accounts: readonly Account[]): (amount: Amount) => string {
  const symbols = accounts.map(({ received }) => received.symbol)
  const isShared = (symbol: string) => symbols.indexOf(symbol) !== symbols.lastIndexOf(symbol)
  return (amount) => {
    const on = isShared(amount.symbol) ? ` on ${findNetwork(amount.network)?.name ?? amount.network}` : ''
    return `${formatAmount(amount)}${on}`
  }
}

function receivedText({ received, ...parts }: Account, say: (amount: Amount) => string): string {
  const { revenue, owed, refunded, pending, unexplained, unbooked } = parts
  const named = [
    [revenue, some(unbooked) ? `revenue (${number(unbooked)} not booked)` : 'revenue'],
    [owed, 'owed'],
    [refunded, 'refunded'],
    [pending, 'not final'],
    [unexplained, 'unexplained'],
  ] as const
  const sums = named.filter(([amount]) => some(amount)).map(([amount, name]) => `${number(amount)} ${name}`)
  return sums.length === 0 ? say(received) : `${say(received)} = ${sums.join(' + ')}`
}

function outText({ refundsOut, otherOut }: Account, say: (amount: Amount) => string): string {
  const parts = [
    ...(some(refundsOut) ? [`${say(refundsOut)} refunds`] : []),
    ...(some(otherOut) ? [`${say(otherOut)} other transfers`] : []),
  ]
  return parts.join(', ')
}

function balanceText(
  { before, after, difference, state, from, to }: BalanceRow,
  say: (amount: Amount) => string,
): string {
  if (state === 'unknown' || before === null || after === null || difference === null) {
    return 'UNKNOWN, not compared with the logs'
  }
  const blocks = `over blocks ${from + 1}..${to}`
  if (state === 'differs') return `DIFFERS from the logs by ${say(difference)} ${blocks}`
  const change = after.atomic - before.atomic
  const sign = change > 0n ? '+' : ''
  return `agrees with the logs, ${sign}${say({ ...after, atomic: change })} ${blocks}`
}

function accountPairs(account: Account, say: (amount: Amount) => string): readonly Pair[] {
  const { received, lost, refundsOut, otherOut, outside, balances } = account
  const quiet = balances.every(
    ({ state, before, after }) => state === 'closes' && before?.atomic === after?.atomic,
  )
  if (![received, lost, refundsOut, otherOut].some(some) && quiet) return []
  const out = outText(account, say)
  return [
    ['Received', receivedText(account, say)],
    ...(some(lost) ? [['Lost', `${say(lost)} served without money`] as const] : []),
    ...(out === '' ? [] : [['Out', out] as const]),
    ...balances.map((row) => ['Balance', balanceText(row, say)] as const),
    ...(some(outside) && balances.length > 0
      ? [['', `${say(outside)} of what was received lies outside these blocks`] as const]
      : []),
  ]
}

/** The accounts in a few lines: what was received and its parts, what is lost, and whether the balance agrees. */
export function figurePairs({ accounts, settleTimes, deadline }: Figures): readonly Pair[] {
  const shown = accounts.filter(({ received }) => received.symbol !== '')
  const pairs: Pair[] = shown.flatMap((account) => accountPairs(account, naming(shown)))
  if (settleTimes !== null) {
    const { p50Ms, p95Ms, p99Ms } = settleTimes
    // Blocks carry whole seconds: anything finer would be made up.
    const [p50, p95, p99] = [p50Ms, p95Ms, p99Ms].map((ms) => (ms < 1000 ? 'under 1 s' : formatDuration(ms)))
    pairs.push(['Settled in', `p50 ${p50}, p95 ${p95}, p99 ${p99}`])
  }
  if (deadline !== null) {
    const { limitMs, count, of } = deadline
    const limit = `${limitMs / 1000} s`
    pairs.push([
      'Time limit',
      `${count} of ${of} slow failures end at ${limit}: a limit of ${limit} somewhere`,
    ])
  }
  return pairs
}

const titles = { route: 'ROUTE', network: 'NETWORK', hour: 'HOUR (UTC)' } as const
const rowsShown = 24

function cellsOf({ by, name, count, received, atRisk, owed, refundable }: Breakdown): readonly Cell[] {
  const amount = (value: Amount) => (some(value) ? value : '-')
  const isMoment = by === 'hour' && name !== 'unknown'
  const label = isMoment ? name.slice(5, 16).replace('T', ' ') : name
  return [label, String(count), ...[received, atRisk, owed, refundable].map(amount)]
}

/**
 * The money by route, network and hour: with `-v` all of it, else only what has findings, and only where they
 * are spread over more than one.
 */
export function breakdownTables({ breakdown }: Figures, verbose: number): readonly Block[] {
  return (['route', 'network', 'hour'] as const).flatMap((by): Block[] => {
    const all = breakdown.filter((row) => row.by === by)
    const asking = all.filter(({ findings }) => findings > 0)
    const rows = verbose > 0 ? all : asking
    // One network says what the accounts have said.
    if (rows.length < (verbose > 0 && by !== 'network' ? 1 : 2)) return []
    const right = (title: string) => ({ title, align: 'right' }) as const
    const more = rows.length - rowsShown
    const table: Block = {
      kind: 'table',
      columns: [{ title: titles[by] }, ...['CASES', 'RECEIVED', 'AT RISK', 'OWED', 'REFUNDABLE'].map(right)],
      rows: rows.slice(0, rowsShown).map(cellsOf),
    }
    return more > 0 ? [table, { kind: 'lines', lines: [`... ${more} more in -o json`] }] : [table]
  })
}
