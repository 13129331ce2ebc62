import type { Account, BalanceRow } from '../../core/figures.ts'
import { amountOf, type Unit } from '../../core/money.ts'
import { unitFor } from '../case-args.ts'
import type { ReconcileExpected } from '../expected.ts'
import type { JudgedCase } from '../judge-case.ts'
import type { ReconcileSeen } from '../seen.ts'
import { differenceOf } from './balance.ts'
import { isCompared } from './moves.ts'
import { lostIn, type MoneyPart, moneyPartOf, ourAddresses } from './part.ts'
import { kindOfMove, refundsAmong } from './refunds.ts'
import type { MovementSeen } from './seen.ts'

type Sums = Record<
  MoneyPart | 'received' | 'unbooked' | 'lost' | 'refundsOut' | 'otherOut' | 'outside',
  bigint
>

const nothing = (): Sums => ({
  ...{ received: 0n, revenue: 0n, unbooked: 0n, owed: 0n, refunded: 0n, pending: 0n, unexplained: 0n },
  ...{ lost: 0n, refundsOut: 0n, otherOut: 0n, outside: 0n },
})

function addCase(
  sums: Sums,
  judged: JudgedCase,
  expected: ReconcileExpected,
  movement: MovementSeen | null | undefined,
): void {
  sums.lost += lostIn(judged, expected)
  const part = moneyPartOf(judged, expected)
  if (part === null) return
  const moved = judged.item.movedAtomic ?? 0n
  sums.received += moved
  sums[part] += moved
  if (!isCompared(movement, judged.item.block)) sums.outside += moved
  if (part === 'revenue' && judged.item.facts.books !== 'settled') sums.unbooked += moved
}

function addMoves(
  sums: Sums,
  movement: MovementSeen,
  refunds: ReadonlyMap<string, string>,
  ours: ReadonlySet<string>,
): void {
  for (const move of movement.moves) {
    const kind = kindOfMove(move, refunds, ours)
    if (kind === 'unplaced') {
      sums.received += move.atomic
      sums.unexplained += move.atomic
      if (!isCompared(movement, move.block)) sums.outside += move.atomic
    }
    if (kind === 'refund') sums.refundsOut += move.atomic
    if (kind === 'out') sums.otherOut += move.atomic
  }
}

function balanceRow(unit: Unit) {
  return (balance: MovementSeen['balances'][number], { after, to, comparedTo }: MovementSeen): BalanceRow => {
    const difference = differenceOf(balance)
    const amount = (atomic: bigint | null) => (atomic === null ? null : amountOf(atomic, unit))
    return {
      address: balance.address,
      from: after,
      to: comparedTo ?? to,
      state: difference === null ? 'unknown' : difference === 0n ? 'closes' : 'differs',
      before: amount(balance.before),
      after: amount(balance.after),
      in: amountOf(balance.inAtomic, unit),
      out: amountOf(balance.outAtomic, unit),
      difference: amount(difference),
      why: difference === null ? (balance.why ?? 'no endpoint told it') : null,
    }
  }
}

/**
 * The accounts of every token that was read or that a case names, in the order of their names. What no case
 * tells of stands in `unexplained`, so the parts add up to what was received. A fold; pure.
 */
export function accountsOf(
  { chains, plain }: Pick<ReconcileSeen, 'chains' | 'plain'>,
  judged: readonly JudgedCase[],
  expected: ReconcileExpected,
): readonly Account[] {
  const sums = new Map<string, Sums>()
  const of = (network: string, asset: string) => {
    const key = `${network} ${asset}`
    const found = sums.get(key) ?? nothing()
    sums.set(key, found)
    return found
  }
  for (const { network, asset } of chains) of(network, asset)
  const movements = new Map(chains.map((chain) => [`${chain.network} ${chain.asset}`, chain.movement]))
  for (const one of judged) {
    const { network, asset } = one.item
    addCase(of(network, asset), one, expected, movements.get(`${network} ${asset}`))
  }
  // Booked, served, and inside the blocks whose balances were compared: all of it is revenue.
  for (const { network, asset, atomic } of plain?.rows ?? []) {
    const line = of(network, asset)
    line.received += atomic
    line.revenue += atomic
  }
  for (const { network, asset, movement } of chains) {
    if (movement == null) continue
    const refunds = refundsAmong(movement.moves, judged, network, asset)
    addMoves(of(network, asset), movement, refunds, ourAddresses(expected, network))
  }
  return [...sums].sort().map(([key, parts]) => {
    const [network = '', asset = ''] = key.split(' ')
    const unit = unitFor(network, asset, expected)
    const row = balanceRow(unit)
    const amounts = Object.fromEntries(
      Object.entries(parts).map(([name, atomic]) => [name, amountOf(atomic, unit)]),
    ) as Omit<Account, 'balances'>
    const balances = chains
      .filter((chain) => chain.network === network && chain.asset === asset)
      .flatMap(({ movement }) => (movement?.balances ?? []).map((one) => row(one, movement as MovementSeen)))
    return { ...amounts, balances }
  })
}
