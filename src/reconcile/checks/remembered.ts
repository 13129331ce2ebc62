import { type Finding, findings } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import type { ReconcileExpected } from '../expected.ts'
import { rememberedCatalog } from '../remembered/catalog.ts'
import type { Recheck } from '../remembered/remembered.ts'
import type { ReconcileSeen } from '../seen.ts'

const find = findings(rememberedCatalog)

function movedOn(network: string, moved: readonly Recheck[]): Finding[] {
  const [first] = moved
  if (first === undefined || first.place === null) return []
  const { settlement, place } = first
  const args = { network, count: moved.length, tx: place.tx, from: settlement.block, to: place.block }
  return [find('RECONCILE_PAYMENT_MOVED', { kind: 'window', id: `moved ${network}` }, args, first.looks)]
}

/** Does what earlier runs saw still stand? What is gone or unknown is told with its payment. */
export const remembered: Check<ReconcileSeen, ReconcileExpected> = {
  id: 'remembered',
  question: 'Does what earlier runs saw still stand?',
  judge: ({ rechecks = [], memoryDamaged: damaged = null }) => {
    const moved = rechecks.filter(({ state }) => state === 'moved')
    const networks = [...new Set(moved.map(({ settlement }) => settlement.network))]
    return [
      ...networks.flatMap((network) =>
        movedOn(
          network,
          moved.filter(({ settlement }) => settlement.network === network),
        ),
      ),
      ...(damaged === null
        ? []
        : [find('RECONCILE_MEMORY_DAMAGED', { kind: 'window', id: 'settlements' }, { why: damaged })]),
    ]
  },
}
