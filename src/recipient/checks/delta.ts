import { readNumber } from '../../core/abi-answer.ts'
import type { Finding } from '../../core/finding.ts'
import { amountOf } from '../../core/money.ts'
import type { Check } from '../../core/room.ts'
import { together } from '../../core/same-block.ts'
import { agreedMoves, sumOf } from '../../payments/moves.ts'
import { finding } from '../catalog.ts'
import type { DeltaExpected, DeltaSeen } from '../delta-shapes.ts'
import type { RecipientExpected, RecipientSeen } from '../shapes.ts'
import { subjectOf } from '../view.ts'

/** A token that had no code yet held nothing for anybody. */
const atomicOf = (returned: string) => (returned === '0x' ? 0n : readNumber(returned))

/** The change of the balance and the moves behind it, or why they are not known. */
function changeOf({ toHash, ...expected }: DeltaExpected, seen: DeltaSeen) {
  if (seen.from === null || seen.why !== null) return { why: seen.why ?? 'no block was found' }
  const hash = together(seen.toHash, (text) => text ?? undefined, String)
  if (hash.kind !== 'agreed') {
    const why = hash.kind === 'blind' ? hash.why : `the endpoints name different blocks ${expected.to}`
    return { why }
  }
  if (hash.value !== toHash)
    return { why: `block ${expected.to} is another one than when run ${expected.run} saw it` }
  const [before, after] = [seen.before, seen.after].map((votes) => together(votes, atomicOf, String))
  if (before?.kind !== 'agreed' || after?.kind !== 'agreed') {
    const blind = [before, after].find((one) => one?.kind === 'blind')
    return { why: blind?.kind === 'blind' ? blind.why : 'the endpoints name different balances' }
  }
  const moves = agreedMoves(seen.moves)
  if (!('in' in moves)) return moves
  const { network } = expected
  const sums = { income: sumOf(moves.in, network), out: sumOf(moves.out, network) }
  return { from: seen.from, delta: after.value - before.value, ...sums }
}

function judge(expected: DeltaExpected, seen: DeltaSeen | undefined): readonly Finding[] {
  const about = subjectOf(expected, 'balance')
  const change = seen === undefined ? { why: 'nothing was asked' } : changeOf(expected, seen)
  if (!('delta' in change)) return [finding('RECIPIENT_DELTA_UNKNOWN', about, { why: change.why })]
  const { unit, to, run } = expected
  const { from, delta, income, out } = change
  const receipts = expected.receipts.filter(({ block }) => block > from && block <= to)
  const { counted = { count: 0, atomic: 0n } } = expected
  const recorded = receipts.reduce((sum, { atomic }) => sum + atomic, counted.atomic)
  const amount = (atomic: bigint) => amountOf(atomic, unit)
  const args = {
    ...{ delta: amount(delta), recorded: amount(recorded), count: receipts.length + counted.count },
    ...{ in: amount(income), out: amount(out), from, to, run },
  }
  if (delta === recorded && delta === income - out) {
    return [finding('RECIPIENT_BALANCE_CLOSES', about, args)]
  }
  return [finding('RECIPIENT_BALANCE_DRIFT', about, { ...args, unexplained: amount(delta - recorded) })]
}

/** Did every balance change by what the books say arrived? */
export const delta: Check<RecipientSeen, RecipientExpected> = {
  id: 'delta',
  question: 'Did every balance change by what the books say arrived?',
  judge: (seen, expected) => {
    if (expected.delta === null) {
      return [finding('RECIPIENT_DELTA_NOT_ASKED', { kind: 'endpoint', id: 'delta' }, {})]
    }
    return expected.delta.flatMap((one, at) => judge(one, seen.delta[at]))
  },
}
