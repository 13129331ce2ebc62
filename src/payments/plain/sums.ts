import type { OrderKnown } from '../settle-order.ts'
import type { PlainGroup } from './groups.ts'
import type { PlainToken } from './rule.ts'
import type { Histogram, Tally } from './sieve-port.ts'

/** The plain payments of one route, method, receiving address and hour. `hour` in Unix ms. */
export type PlainRow = {
  readonly network: string
  readonly asset: string
  readonly payTo: string
  readonly route: string
  readonly hour: number
  readonly count: number
  readonly atomic: bigint
}

/** What plain payments add to a run instead of their cases: plain data, saved with the run. */
export type PlainSums = {
  readonly count: number
  readonly rows: readonly PlainRow[]
  /** How many stand in a block whose moment is known. */
  readonly dated: number
  readonly settleMs: Histogram
  readonly respondMs: Histogram
  /** How the settle order of their routes is known. */
  readonly orders: readonly { readonly route: string; readonly order: OrderKnown }[]
}

function merged(histograms: readonly Histogram[]): Histogram {
  const counts = new Map<number, number>()
  for (const [ms, count] of histograms.flat()) counts.set(ms, (counts.get(ms) ?? 0) + count)
  return [...counts].sort(([a], [b]) => a - b)
}

const name = ({ network, asset, payTo, route, hour }: PlainRow) =>
  [network, asset, payTo, String(hour).padStart(15, '0'), route].join(' ')

/**
 * Makes the sums of a run out of what its sieve counted. The methods of a route are told apart only where their
 * settle order is known. Pure; the order of the tallies and of their rows does not matter.
 */
export function plainSums(
  tallies: readonly Tally[],
  groups: readonly PlainGroup[],
  tokens: readonly PlainToken[],
  orderOf: (route: Pick<PlainGroup, 'route' | 'method'>) => OrderKnown,
): PlainSums {
  const rows = new Map<string, PlainRow>()
  const orders = new Map<string, PlainSums['orders'][number]>()
  for (const { group, hour, count, atomic } of tallies.flatMap((tally) => tally.rows)) {
    const { token, payTo, route, method } = groups[group] as PlainGroup
    const { network, asset } = tokens[token] as PlainToken
    const row = { network, asset, payTo, route, hour, count, atomic }
    const known = rows.get(name(row))
    const sum = { count: count + (known?.count ?? 0), atomic: atomic + (known?.atomic ?? 0n) }
    rows.set(name(row), { ...row, ...sum })
    const order = orderOf({ route, method })
    orders.set(`${route} ${Object.values(order).join()}`, { route, order })
  }
  const inOrder = <T>(map: ReadonlyMap<string, T>) =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
  const list = inOrder(rows)
  return {
    count: list.reduce((sum, { count }) => sum + count, 0),
    rows: list,
    dated: tallies.reduce((sum, { dated }) => sum + dated, 0),
    settleMs: merged(tallies.map(({ settleMs }) => settleMs)),
    respondMs: merged(tallies.map(({ respondMs }) => respondMs)),
    orders: inOrder(orders),
  }
}
