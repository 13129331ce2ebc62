import type { Finding } from '../../core/finding.ts'
import { amountOf, type Unit } from '../../core/money.ts'
import type { Check } from '../../core/room.ts'
import { together } from '../../core/same-block.ts'
import { agreedMoves, arrivals, type MovesSeen, sumOf } from '../../payments/moves.ts'
import { finding } from '../catalog.ts'
import type { BalanceExpected, BalanceLook, BalanceSeen, NetworkSeen } from '../shapes.ts'
import { subjectOf, targetOf } from '../units.ts'
import { atomicOf } from './balances.ts'

type Key = { readonly address: string; readonly token: string }

function valueAt({ rows }: BalanceLook, { address, token }: Key): bigint | null {
  const row = rows.find((one) => one.address === address && one.token === token)
  const found = row === undefined ? null : together(row.votes, atomicOf, String)
  return found?.kind === 'agreed' ? found.value : null
}

function judgeOne(network: string, seen: NetworkSeen, key: Key, unit: Unit): readonly Finding[] {
  const about = subjectOf(network, key.address, unit.symbol)
  const what = `${unit.symbol} of ${key.address}`
  const blind = (why: string) => [finding('DELTA_NOT_SEEN', about, { what, why })]
  const { before, watched } = seen
  if (watched === null) return blind('it was broken off before the second look')
  const { after } = watched
  if (before.at.block === null) return blind(before.at.why)
  if (after.at.block === null) return blind(after.at.why)
  const [from, to] = [before.at.block.number, after.at.block.number]
  if (to < from) return blind(`the endpoints went back from block ${from} to ${to}`)
  const [old, now] = [valueAt(before, key), valueAt(after, key)]
  if (old === null || now === null) return blind('the endpoints do not agree on the balances')
  const own = watched.moves.filter(({ address, token }) => address === key.address && token === key.token)
  const nothing: MovesSeen = { label: '', ...key, in: [], out: [], used: [], why: null }
  const moves = to === from ? nothing : agreedMoves(own)
  if (!('in' in moves)) return blind(moves.why)
  const [income, outgo] = [sumOf(moves.in, network), sumOf(moves.out, network)]
  const args = {
    delta: amountOf(now - old, unit),
    in: amountOf(income, unit),
    out: amountOf(outgo, unit),
    ...{ from, to },
  }
  const closes = now - old === income - outgo
  const arrived = arrivals(moves)
  const amount = amountOf(sumOf(arrived, network), unit)
  const txs = [...new Set(arrived.map(({ tx }) => tx))]
  return [
    finding(closes ? 'DELTA_CLOSES' : 'DELTA_DIFFERS', about, args),
    ...(arrived.length === 0
      ? []
      : [finding('ARRIVED_BY_AUTHORIZATION', about, { amount, count: arrived.length, txs })]),
  ]
}

/** Do the transfers in the logs explain what changed while we watched? */
export const delta: Check<BalanceSeen, BalanceExpected> = {
  id: 'delta',
  question: 'Do the transfers in the logs explain what changed?',
  judge: ({ networks }, expected) => {
    if (expected.watchMs === null) return [finding('DELTA_NOT_ASKED', subjectOf('', '', ''), {})]
    return networks.flatMap((seen) => {
      const target = targetOf(expected, seen.network)
      if (target === undefined) return []
      return expected.addresses.flatMap((address) =>
        target.tokens.flatMap((unit) => judgeOne(seen.network, seen, { address, token: unit.asset }, unit)),
      )
    })
  },
}
