import { readNumber } from '../../core/abi-answer.ts'
import type { Finding } from '../../core/finding.ts'
import { amountOf, formatAmountBoth } from '../../core/money.ts'
import type { Check } from '../../core/room.ts'
import { together } from '../../core/same-block.ts'
import { finding } from '../catalog.ts'
import type { BalanceExpected, BalanceLook, BalanceSeen, BalanceVotes } from '../shapes.ts'
import { subjectOf, targetOf, unitOf } from '../units.ts'

/** The number in an answer: words of a contract are hex, gas is a number already. */
export function atomicOf(raw: string | bigint): bigint | undefined {
  return typeof raw === 'bigint' ? raw : readNumber(raw)
}

function judgeRow(
  { at }: BalanceLook,
  { address, token, votes }: BalanceVotes,
  target: NonNullable<ReturnType<typeof targetOf>>,
): readonly Finding[] {
  const unit = unitOf(target, token)
  if (unit === undefined || at.block === null) return []
  const about = subjectOf(target.network, address, unit.symbol)
  const what = `${unit.symbol} of ${address}`
  const found = together(votes, atomicOf, (atomic) => formatAmountBoth(amountOf(atomic, unit)))
  if (found.kind === 'split')
    return [finding('BALANCE_SPLIT', about, { what, said: found.said.join(', ') }, found.evidence)]
  if (found.kind === 'blind')
    return [finding('BALANCE_NOT_SEEN', about, { what, why: found.why }, found.evidence)]
  const { number: block, hash } = at.block
  const args = { amount: amountOf(found.value, unit), block, hash, finality: at.finality }
  return [finding('BALANCE_READ', about, args, found.evidence)]
}

/** Do all endpoints name the same balance at the same block? */
export const balances: Check<BalanceSeen, BalanceExpected> = {
  id: 'balances',
  question: 'Do all endpoints name the same balance at the same block?',
  judge: ({ networks }, expected) => [
    ...expected.targets.flatMap(({ network, skip }) =>
      skip === null ? [] : [finding('NETWORK_NOT_READ', subjectOf(network, '', ''), { why: skip })],
    ),
    ...networks.flatMap(({ network, before }) => {
      const target = targetOf(expected, network)
      if (target === undefined) return []
      if (before.at.block === null) {
        const args = { what: target.name, why: before.at.why }
        return [finding('BALANCE_NOT_SEEN', subjectOf(network, '', ''), args)]
      }
      return before.rows.flatMap((row) => judgeRow(before, row, target))
    }),
  ],
}
