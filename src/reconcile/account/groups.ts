import type { Breakdown } from '../../core/figures.ts'
import { amountOf, type Unit } from '../../core/money.ts'
import type { PlainRow } from '../../payments/plain/sums.ts'
import { unitFor } from '../case-args.ts'
import type { ReconcileExpected } from '../expected.ts'
import type { JudgedCase } from '../judge-case.ts'
import { atRiskIn, moneyPartOf, refundableIn } from './part.ts'

const kinds = ['route', 'network', 'hour'] as const
type Kind = (typeof kinds)[number]
const hourMs = 3_600_000

/** The hour in which a payment moved, else was recorded; `unknown` when neither is known. */
function hourOf({ item }: JudgedCase): string {
  const at = item.blockTime === null ? item.receivedAt : item.blockTime * 1000
  return at === null ? 'unknown' : new Date(Math.floor(at / hourMs) * hourMs).toISOString()
}

function nameOf(by: Kind, judged: JudgedCase): string {
  if (by === 'network') return judged.item.network
  if (by === 'hour') return hourOf(judged)
  return judged.item.route ?? (judged.item.lines.length === 0 ? 'no record' : 'unknown')
}

const asks = ({ verdict }: JudgedCase) => verdict === 'FAIL' || verdict === 'WARN' || verdict === 'UNKNOWN'

type Sums = { received: bigint; atRisk: bigint; owed: bigint; refundable: bigint }
type Line = {
  readonly by: Kind
  readonly name: string
  readonly unit: Unit
  count: number
  findings: number
} & Sums

/** What one case adds to every line in which it stands. */
function sumsOf(judged: JudgedCase, expected: ReconcileExpected): Sums {
  const part = moneyPartOf(judged, expected)
  const received = part === null ? 0n : (judged.item.movedAtomic ?? 0n)
  return {
    received,
    owed: part === 'owed' ? received : 0n,
    atRisk: atRiskIn(judged, expected),
    refundable: refundableIn(judged, expected),
  }
}

/** What is added to a line: cases, how many of them ask for something, and their money. */
type More = { readonly count: number; readonly findings: number } & Sums

function add(line: Line, sums: More): void {
  line.count += sums.count
  line.findings += sums.findings
  line.received += sums.received
  line.atRisk += sums.atRisk
  line.owed += sums.owed
  line.refundable += sums.refundable
}

function rowOf({ by, name, unit, count, findings, ...sums }: Line): Breakdown {
  const { received, atRisk, owed, refundable } = sums
  return {
    ...{ by, name, count, findings },
    received: amountOf(received, unit),
    atRisk: amountOf(atRisk, unit),
    owed: amountOf(owed, unit),
    refundable: amountOf(refundable, unit),
  }
}

/**
 * The money by route, by network and by hour, one row for each name and token; routes, networks, hours, each
 * in the order of names. Cases of other windows are left out; plain payments are matched ones without a case. Pure.
 */
export function breakdownOf(
  judged: readonly JudgedCase[],
  expected: ReconcileExpected,
  plain: readonly PlainRow[] = [],
): readonly Breakdown[] {
  const lines = new Map<string, Line>()
  const note = (network: string, asset: string, nameBy: (by: Kind) => string, sums: More) => {
    for (const [rank, by] of kinds.entries()) {
      const name = nameBy(by)
      const key = `${rank} ${name} ${network}/${asset}`
      const zero = { count: 0, findings: 0, received: 0n, atRisk: 0n, owed: 0n, refundable: 0n }
      const line = lines.get(key) ?? { by, name, unit: unitFor(network, asset, expected), ...zero }
      lines.set(key, line)
      add(line, sums)
    }
  }
  for (const one of judged) {
    if (one.outcome === 'OUT_OF_WINDOW') continue
    const { network, asset } = one.item
    const more = { ...sumsOf(one, expected), count: 1, findings: asks(one) ? 1 : 0 }
    note(network, asset, (by) => nameOf(by, one), more)
  }
  for (const { network, asset, route, hour, count, atomic } of plain) {
    const names = { network, route, hour: new Date(hour).toISOString() }
    const more = { count, findings: 0, received: atomic, atRisk: 0n, owed: 0n, refundable: 0n }
    note(network, asset, (by) => names[by], more)
  }
  return [...lines].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, line]) => rowOf(line))
}
