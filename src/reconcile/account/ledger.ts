import type { Account, BalanceRow, Sheet } from '../../core/figures.ts'
import { decimalFromAtomic, type Unit } from '../../core/money.ts'
import { unitFor } from '../case-args.ts'
import type { ReconcileExpected } from '../expected.ts'
import type { JudgedCase } from '../judge-case.ts'
import type { ChainSeen, ReconcileSeen } from '../seen.ts'
import { isCompared } from './moves.ts'
import { moneyPartOf, ourAddresses, reachedUs } from './part.ts'
import { kindOfMove, moveName, refundsAmong } from './refunds.ts'
import type { Move } from './seen.ts'

const columns = [
  ...['time', 'kind', 'class', 'verdict', 'provisional', 'part', 'network', 'asset', 'symbol'],
  ...['amountAtomic', 'amount', 'inAtomic', 'in', 'outAtomic', 'out', 'requiredAtomic', 'required'],
  ...['route', 'payer', 'payTo', 'tx', 'logIndex', 'block', 'recordIds', 'requestIds', 'caseId', 'nonce'],
  ...['responseStatus', 'moneyMoved', 'flags', 'note'],
] as const
type Row = Readonly<Partial<Record<(typeof columns)[number], string | number | null>>>
type Sides = { readonly amount?: bigint | null; readonly in?: bigint | null; readonly out?: bigint | null }

const iso = (ms: number) => new Date(ms).toISOString()

function money(unit: Unit, sides: Sides): Row {
  const both = (atomic: bigint | null | undefined): readonly [string | null, string | null] =>
    atomic == null ? [null, null] : [atomic.toString(), decimalFromAtomic(atomic, unit.decimals)]
  const [amountAtomic, amount] = both(sides.amount)
  const [inAtomic, inDecimal] = both(sides.in)
  const [outAtomic, outDecimal] = both(sides.out)
  const { network, asset, symbol } = unit
  return {
    ...{ network, asset, symbol, amountAtomic, amount },
    ...{ inAtomic, in: inDecimal, outAtomic, out: outDecimal },
  }
}

type Desk = {
  readonly expected: ReconcileExpected
  readonly chainOf: (name: string) => ChainSeen | undefined
}

function caseRow(judged: JudgedCase, { expected, chainOf }: Desk): Row {
  const { item, outcome, verdict, provisional, moneyMoved } = judged
  const unit = unitFor(item.network, item.asset, expected)
  const at = item.blockTime === null ? item.receivedAt : item.blockTime * 1000
  const movement = chainOf(`${item.network}/${item.asset}`)?.movement
  // The money of a second claim stands in the row of the first.
  const counts =
    outcome !== 'DUPLICATE_CLAIM' &&
    outcome !== 'REVERSED_BY_REORG' &&
    reachedUs(item, expected) &&
    isCompared(movement, item.block)
  const required = item.requiredAtomic
  return {
    time: at === null ? null : iso(at),
    kind: item.lines.length > 0 ? 'payment' : 'inflow',
    class: outcome.toLowerCase(),
    ...{ verdict, provisional: provisional?.toLowerCase() ?? null, part: moneyPartOf(judged, expected) },
    ...money(unit, { amount: item.movedAtomic, in: counts ? item.movedAtomic : null }),
    requiredAtomic: required?.toString() ?? null,
    required: required === null ? null : decimalFromAtomic(required, unit.decimals),
    ...{ route: item.route, payer: item.payer, payTo: item.payTo },
    ...{ tx: item.tx, logIndex: item.logIndex, block: item.block, caseId: item.caseId, nonce: item.nonce },
    recordIds: item.recordIds.join(';'),
    requestIds: item.requestIds.join(';'),
    responseStatus: item.responseStatus,
    moneyMoved: moneyMoved === null ? null : String(moneyMoved),
    flags: item.flags.join(';'),
  }
}

function moveRows(chain: ChainSeen, judged: readonly JudgedCase[], expected: ReconcileExpected): Row[] {
  const { network, asset, movement } = chain
  if (movement == null) return []
  const unit = unitFor(network, asset, expected)
  const ours = ourAddresses(expected, network)
  const refunds = refundsAmong(movement.moves, judged, network, asset)
  return movement.moves.flatMap((move: Move): Row[] => {
    const kind = kindOfMove(move, refunds, ours)
    if (kind === 'none') return []
    const { atomic, from, to, tx, logIndex, block, time } = move
    const counts = isCompared(movement, block)
    const side = (is: boolean) => (counts && is ? atomic : null)
    const sides = {
      amount: atomic,
      in: side(move.caseId === null && ours.has(to)),
      out: side(ours.has(from)),
    }
    return [
      {
        time: time === null ? null : iso(time * 1000),
        kind,
        part: kind === 'unplaced' ? 'unexplained' : null,
        ...money(unit, sides),
        ...{ payer: from, payTo: to, tx, logIndex, block },
        caseId: move.caseId ?? refunds.get(moveName(move)) ?? null,
      },
    ]
  })
}

/** What a bookkeeper checks: opening + in - out = closing, with the difference in a row of its own. */
function closingRows(unit: Unit, row: BalanceRow): Row[] {
  const { address: payTo, difference, why } = row
  const about = { payTo, caseId: null }
  const opening = { ...about, kind: 'opening-balance', block: row.from }
  const closing = { ...about, kind: 'closing-balance', block: row.to }
  if (difference === null) {
    const note = `not known: ${why}`
    return [
      { ...opening, ...money(unit, {}), note },
      { ...closing, ...money(unit, {}), note },
    ]
  }
  const missing = difference.atomic
  const side = missing > 0n ? { in: missing } : { out: -missing }
  const named: Row = {
    ...{ ...about, kind: 'difference', block: row.to },
    ...money(unit, side),
    note: 'no log explains it',
  }
  return [
    { ...opening, ...money(unit, { amount: row.before?.atomic ?? null }), note: null },
    ...(missing === 0n ? [] : [named]),
    {
      ...closing,
      ...money(unit, { amount: row.after?.atomic ?? null }),
      note: 'opening-balance + inAtomic - outAtomic',
    },
  ]
}

function placeInTime({ time, block, logIndex, network, asset, caseId, tx }: Row): string {
  const digits = (value: string | number | null | undefined) => String(value ?? '').padStart(12, '0')
  const names = [network, asset, tx, caseId].map((text) => text ?? '')
  return [time ?? '9', digits(block), digits(logIndex), ...names].join(' ')
}

/** By time, and what has no time last; no two rows of a ledger share a place. */
function inTime(rows: readonly Row[]): readonly Row[] {
  return rows
    .map((row) => ({ row, place: placeInTime(row) }))
    .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
    .map(({ row }) => row)
}

/**
 * The ledger of a run: one row for each payment, inflow, refund and other transfer at the operator's addresses,
 * by time, then the balances of each address. `amount` is what moved; `in` and `out` hold it only where it
 * lies in the blocks between the two balances, so that opening balance, ins and outs make the closing balance
 * of a token, with a row `difference` where the logs do not explain it.
 */
export function ledgerOf(
  { chains }: Pick<ReconcileSeen, 'chains'>,
  judged: readonly JudgedCase[],
  expected: ReconcileExpected,
  accounts: readonly Account[],
): Sheet {
  const byName = new Map(chains.map((chain) => [`${chain.network}/${chain.asset}`, chain]))
  const desk: Desk = { expected, chainOf: (name) => byName.get(name) }
  const movements = inTime([
    ...judged.map((one) => caseRow(one, desk)),
    ...chains.flatMap((chain) => moveRows(chain, judged, expected)),
  ])
  const closing = accounts.flatMap(({ received, balances }) =>
    balances.flatMap((row) => closingRows(received, row)),
  )
  const rows = [...movements, ...closing].map((row) => columns.map((name) => row[name] ?? null))
  return { columns, rows }
}
