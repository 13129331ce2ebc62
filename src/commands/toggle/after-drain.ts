import type { CaseDocument } from '../../core/report.ts'
import { expectReconcile } from '../../reconcile/expected.ts'
import { reconcile } from '../../reconcile/room.ts'
import type { AfterDrain } from '../../toggle/proof/shapes.ts'
import type { CommandContext } from '../command.ts'
import { reconcileResult } from '../reconcile-result.ts'
import { type Running, runPart } from '../run-parts.ts'

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

/** Did its money come after a moment? One whose time is not known may have. */
function isLater({ moneyMoved, facts }: CaseDocument, from: Date): boolean {
  const { blockTime } = facts
  return moneyMoved === true && (typeof blockTime !== 'number' || blockTime > seconds(from))
}

/** The money that reached payTo after a moment, by the chain alone: no record is needed to see it. */
export async function afterDrain(running: Running, context: CommandContext, from: Date): Promise<AfterDrain> {
  const { services, clock } = context
  // Transfers count from the newest block on: this asks whether somebody still pays, not who is owed what.
  const profile = {
    ...running.profile,
    reconcile: { ...running.profile.reconcile, finality: 'latest' as const },
  }
  if (profile.pays.every(({ payTo }) => payTo.length === 0))
    return { payments: [], why: 'no payTo is configured' }
  if (profile.pays.some(({ network }) => (profile.rpc[network] ?? []).length === 0)) {
    return { payments: [], why: 'no chain endpoint is configured' }
  }
  const edge = (at: Date) => ({ kind: 'time', seconds: seconds(at) }) as const
  const expected = expectReconcile(profile, edge(from), edge(clock.now()))
  const ports = { chain: await services.chain(profile), records: await services.records(profile), clock }
  const part = await runPart(running, reconcile, expected, ports)
  const { cases, gaps } = reconcileResult(part.seen, expected)
  const payments = cases.filter((item) => isLater(item, from)).map(({ caseId, tx }) => tx ?? caseId)
  const [gap] = gaps
  return { payments, why: gap === undefined ? null : `${gap.what}: ${gap.why}` }
}
