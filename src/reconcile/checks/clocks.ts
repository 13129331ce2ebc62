import { findings } from '../../core/finding.ts'
import type { Check } from '../../core/room.ts'
import { formatDuration } from '../../core/time.ts'
import type { PaymentCase } from '../../payments/case.ts'
import { recordName } from '../case-names.ts'
import { clockCatalog } from '../clock-catalog.ts'
import type { ReconcileExpected } from '../expected.ts'
import type { ReconcileSeen } from '../seen.ts'

const find = findings(clockCatalog)
const fewest = 3

type Dated = { readonly item: PaymentCase; readonly aheadSeconds: number }

/** How far each recorded payment is dated ahead of its block; those that settle when they like say nothing. */
function againstBlocks({ cases }: ReconcileSeen): readonly Dated[] {
  return cases.flatMap((item) => {
    const { facts, receivedAt, blockTime, settleOrder } = item
    const tells = facts.books !== 'absent' && facts.isFirstClaim && facts.effect === 'one'
    if (!tells || receivedAt === null || blockTime === null || settleOrder?.order === 'async') return []
    return [{ item, aheadSeconds: receivedAt / 1000 - blockTime }]
  })
}

/** Records from the future: later than this machine's clock and than the newest block. */
function fromTheFuture({ at, cases, chains }: ReconcileSeen, slackSeconds: number): readonly Dated[] {
  const heads = chains.map(({ latest }) => latest?.timestamp ?? 0)
  const now = Math.max(Date.parse(at) / 1000, ...heads)
  return cases.flatMap((item) => {
    const aheadSeconds = item.receivedAt === null ? 0 : item.receivedAt / 1000 - now
    return aheadSeconds > slackSeconds ? [{ item, aheadSeconds }] : []
  })
}

function finding(dated: readonly Dated[]) {
  const [nearest] = [...dated].sort((a, b) => Math.abs(a.aheadSeconds) - Math.abs(b.aheadSeconds))
  if (nearest === undefined) return []
  const direction = nearest.aheadSeconds > 0 ? 'ahead of' : 'behind'
  const by = formatDuration(Math.abs(nearest.aheadSeconds) * 1000)
  const args = { direction, by, records: dated.length, first: recordName(nearest.item) } as const
  return [find('RECONCILE_CLOCKS_DIFFER', { kind: 'records', id: `clock ${direction} chain` }, args)]
}

/**
 * Is the clock of the records that of the chain? A wrong clock or time zone moves payments that never came out of
 * every window, and nobody would miss them. Half of at least three payments must be off by more than clocks may be.
 */
export const clocks: Check<ReconcileSeen, ReconcileExpected> = {
  id: 'clocks',
  question: 'Are the records dated by the same clock as the chain?',
  judge: (seen, { skewSeconds }) => {
    const dated = againstBlocks(seen)
    // Plain payments are dated as the chain dates them.
    const all = dated.length + (seen.plain?.dated ?? 0)
    const isMost = (off: readonly Dated[]) => off.length >= fewest && off.length * 2 > all
    const ahead = dated.filter(({ aheadSeconds }) => aheadSeconds > skewSeconds)
    const behind = dated.filter(({ aheadSeconds }) => aheadSeconds < -skewSeconds)
    const future = fromTheFuture(seen, skewSeconds)
    return [...finding(isMost(ahead) ? ahead : future), ...finding(isMost(behind) ? behind : [])]
  },
}
