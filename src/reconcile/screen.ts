import type { Figures } from '../core/figures.ts'
import type { Block, Cell } from '../core/report.ts'
import { safe } from '../core/safe.ts'
import { shortHex } from '../core/short.ts'
import { formatDuration, formatUtc } from '../core/time.ts'
import { findNetwork } from '../networks/lookup.ts'
import { joinRanges } from '../payments/ranges.ts'
import { breakdownTables, figurePairs } from './account/screen.ts'
import type { ClassTotal } from './account/totals.ts'
import { catalog } from './catalog.ts'
import { askedTables, classTables } from './class-tables.ts'
import type { ReconcileExpected } from './expected.ts'
import type { JudgedCase } from './judge-case.ts'
import { orderPairs } from './order-words.ts'
import { proofPairs } from './prove/screen.ts'
import type { ChainSeen, ReconcileSeen } from './seen.ts'

const seconds = (at: number) => formatUtc(new Date(at * 1000))
const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

function chainLines(chain: ChainSeen, expected: ReconcileExpected): string[] {
  const name = findNetwork(chain.network)?.name ?? chain.network
  if (chain.window === null || chain.read === null) return [`${name}: not read`]
  const { from, to } = chain.window
  const limit = typeof expected.finality === 'number' ? null : chain[expected.finality]
  const policy =
    typeof expected.finality === 'number'
      ? `${expected.finality} blocks deep counts`
      : `${expected.finality} ${limit?.number ?? 'unknown'}`
  // Several reasons may name the same block.
  const holes = joinRanges(chain.holes.map(({ from: first, to: last }) => ({ from: first, to: last })))
  const missing = holes.reduce((sum, hole) => sum + hole.to - hole.from + 1, 0)
  const total = chain.read.to - chain.read.from + 1
  return [
    `${name} blocks ${from.number} ${shortHex(from.hash)} .. ${to.number} ${shortHex(to.hash)}`,
    `${total - missing} of ${total} blocks read, ${policy}; ` +
      `${plural(chain.transfersIn, 'transfer')} in, ${plural(chain.endpoints.length, 'endpoint')}`,
  ]
}

/** What was looked at: window in time and blocks, records, chain. */
export function scopePairs(seen: ReconcileSeen, expected: ReconcileExpected) {
  const length = formatDuration((seen.until - seen.since) * 1000)
  const pairs: [string, string][] = [
    ['window', `${seconds(seen.since)} .. ${seconds(seen.until)}  (${length})`],
  ]
  for (const source of seen.sources) {
    const parts = [plural(source.rows, 'row'), plural(source.used, 'payment')]
    if (source.ignored > 0) parts.push(`${source.ignored} not payments`)
    parts.push(`${source.rejectedCount} rejected`)
    pairs.push(['records', `${safe(source.name, 60)}: ${parts.join(', ')}`])
  }
  for (const chain of seen.chains) {
    chainLines(chain, expected).forEach((line, index) => {
      pairs.push([index === 0 ? 'chain' : '', line])
    })
  }
  return pairs
}

function totalsTable(totals: readonly ClassTotal[]): Block {
  return {
    kind: 'table',
    columns: [
      { title: 'STATE' },
      { title: 'CLASS' },
      { title: 'COUNT', align: 'right' },
      { title: 'AMOUNT', align: 'right' },
      { title: 'MEANING' },
    ],
    rows: totals.map(({ verdict, name, count, amount, outcome }): readonly Cell[] => [
      { verdict },
      name,
      String(count),
      amount,
      catalog[outcome].title,
    ]),
  }
}

function provisionalLines(judged: readonly JudgedCase[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { provisional } of judged) {
    if (provisional === null || provisional === 'MATCHED') continue
    counts.set(provisional, (counts.get(provisional) ?? 0) + 1)
  }
  return [...counts].map(([name, count]) => `${count} would be ${name.toLowerCase()} once final`).sort()
}

/** What a screen shows of a run that was judged; `verbose` 0 to 3. */
export type ScreenSums = {
  readonly judged: readonly JudgedCase[]
  readonly totals: readonly ClassTotal[]
  readonly figures: Figures
  readonly verbose: number
  /** The payments that were asked for; null when all are. */
  readonly asked: readonly JudgedCase[] | null
}

/** The first screen of a reconcile: what was looked at, the classes, the accounts. */
export function reconcileScreen(
  seen: ReconcileSeen,
  expected: ReconcileExpected,
  { judged, totals, figures }: ScreenSums,
): readonly Block[] {
  const blocks: Block[] = [{ kind: 'pairs', pairs: scopePairs(seen, expected) }]
  if (totals.length > 0) blocks.push(totalsTable(totals))
  const pairs = figurePairs(figures)
  if (pairs.length > 0) blocks.push({ kind: 'pairs', pairs })
  const provisional = provisionalLines(judged)
  if (provisional.length > 0) blocks.push({ kind: 'lines', lines: provisional })
  return blocks
}

/** The payments that ask for attention, or those that were asked for. */
export function caseTables(expected: ReconcileExpected, { judged, asked }: ScreenSums): readonly Block[] {
  return asked === null ? classTables(judged, expected) : askedTables(asked, expected)
}

/** What comes after the findings, so that it cannot push them away: money by route and hour, how it was known. */
export function reconcileDetails(seen: ReconcileSeen, { figures, verbose }: ScreenSums): readonly Block[] {
  const blocks = [...breakdownTables(figures, verbose)]
  const how = [...orderPairs(seen.cases, seen.plain?.orders), ...proofPairs(seen)]
  if (how.length > 0) blocks.push({ kind: 'pairs', pairs: how })
  return blocks
}
