import type { PhrasedFinding } from '../core/phrase.ts'
import type { ExitCode } from '../core/report.ts'
import type { RefundSeen } from './shapes.ts'
import type { RefundPlan } from './shown.ts'

/** A plan as data: `x402ops.refund-plan/v1`. Money stands as decimal strings; the calls are unsigned. */
export function planDocument(
  plan: RefundPlan,
  { at, run, readings }: RefundSeen,
  about: {
    readonly profile: string
    readonly findings: readonly PhrasedFinding[]
    readonly exitCode: ExitCode
  },
) {
  const { rows, held, done, waiting, undecided, totals } = plan
  return {
    schema: 'x402ops.refund-plan/v1',
    ...{ profile: about.profile, runId: run.runId, at, offline: readings === null, exitCode: about.exitCode },
    refunds: rows.map(
      ({ id, key, item, outcome, because, payee, amount, paid, tx, logIndex, state, data }) => ({
        ...{ id, key, class: outcome, because, payee, amount, paidAtomic: paid.atomic.toString() },
        ...{ tx, logIndex, otherParts: item.otherParts ?? [], block: item.block, state },
        ...{ caseId: item.caseId, requestIds: item.requestIds, responseStatus: item.responseStatus },
        call: { to: amount.asset, value: '0', data },
      }),
    ),
    held: held.map(({ key, item, outcome, reason, detail }) => ({
      ...{ key, class: outcome, reason, detail, payer: item.payer, caseId: item.caseId },
    })),
    done: done.map(({ key, item, by, detail }) => ({ key, by, detail, caseId: item.caseId })),
    ...{ waiting: waiting.length, undecided, totals, findings: about.findings },
  }
}
