import { type Finding, findings } from '../../core/finding.ts'
import { amountOf } from '../../core/money.ts'
import type { Check } from '../../core/room.ts'
import { differenceOf } from '../account/balance.ts'
import { accountCatalog } from '../account/catalog.ts'
import { unitFor } from '../case-args.ts'
import type { ReconcileExpected } from '../expected.ts'
import type { ChainSeen, ReconcileSeen } from '../seen.ts'

const find = findings(accountCatalog)

function ofChain({ network, asset, movement }: ChainSeen, expected: ReconcileExpected): readonly Finding[] {
  if (movement === undefined || movement === null) return []
  const { after: from, to, comparedTo } = movement
  const amount = (atomic: bigint) => amountOf(atomic, unitFor(network, asset, expected))
  return movement.balances.flatMap((balance): Finding[] => {
    const { address, before, after, inAtomic, outAtomic, why } = balance
    const subject = { kind: 'window', id: `balance ${network}/${asset} ${address}` } as const
    const place = { network, address, blocks: `${from + 1}..${comparedTo ?? to}` }
    if (why !== null || before === null || after === null) {
      const verdict = expected.unreadable.includes('balance') ? 'SKIP' : 'UNKNOWN'
      const args = { ...place, why: why ?? 'no endpoint told it', verdict }
      return [find('RECONCILE_BALANCE_NOT_READ', subject, args)]
    }
    const difference = differenceOf(balance) ?? 0n
    if (difference === 0n) return []
    const [moved, logged] = [amount(after - before), amount(inAtomic - outAtomic)]
    return [
      find('RECONCILE_BALANCE_DIFFERS', subject, {
        ...place,
        moved,
        logged,
        difference: amount(difference),
      }),
    ]
  })
}

/** Does the change of every balance equal what the logs say came in and went out? */
export const balance: Check<ReconcileSeen, ReconcileExpected> = {
  id: 'balance',
  question: 'Do the balances agree with the transfers in the logs?',
  judge: (seen, expected) => seen.chains.flatMap((chain) => ofChain(chain, expected)),
}
