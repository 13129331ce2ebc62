import { OpsError } from '../../core/errors.ts'
import type { Pays } from '../../core/profile.ts'
import type { ReconcileExpected } from '../../reconcile/expected.ts'
import { judgeCase } from '../../reconcile/judge-case.ts'
import { reconcile } from '../../reconcile/room.ts'
import type { ReconcileSeen } from '../../reconcile/seen.ts'
import type { Outgoing, RunGiven } from '../../refund/shapes.ts'
import { comparedBooks } from '../../runs/compared-books.ts'
import { matchedCounted } from '../../runs/matched-counted.ts'
import type { SavedRun } from '../../runs/run.ts'
import type { RunStore } from '../../runs/store-port.ts'

/** A run as a plan is made from it, and what it took for its addresses and tokens. */
export type PlannedRun = { readonly run: RunGiven; readonly pays: readonly Pays[] }

/** The newest run that compared books with a chain, else what a reference names. */
async function load(store: RunStore, profile: string, reference: string | undefined): Promise<SavedRun> {
  if (reference !== undefined && reference !== 'last') return store.load(profile, reference)
  const { runs } = await store.list(profile)
  const newest = runs.find(comparedBooks)
  if (newest === undefined) throw new OpsError('NO_RUN_WITH_PAYMENTS', { profile })
  return store.load(profile, newest.runId)
}

function outgoingOf({ chains }: ReconcileSeen, pays: readonly Pays[]): readonly Outgoing[] {
  return chains.flatMap(({ network, asset, movement }) => {
    const ours = new Set(
      pays
        .filter((one) => one.network === network)
        .flatMap(({ payTo, refundFrom }) => [...payTo.map(({ address }) => address), ...refundFrom]),
    )
    return (movement?.moves ?? []).flatMap(({ from, to, tx, logIndex, block, atomic }) =>
      ours.has(from) && !ours.has(to) ? [{ network, asset, tx, logIndex, block, to, atomic }] : [],
    )
  })
}

/**
 * The payments of a saved run, judged as this version judges. Throws `OpsError` RUN_NOT_FOUND,
 * NO_RUN_WITH_PAYMENTS, or RUN_WITHOUT_PAYMENTS for a run of another kind.
 */
export async function savedRun(
  store: RunStore,
  profile: string,
  reference: string | undefined,
): Promise<PlannedRun> {
  const saved = await load(store, profile, reference)
  const { document, rooms } = saved
  const part = rooms.find(({ room }) => room === reconcile.name)
  const seen = part?.seen as ReconcileSeen | undefined
  const expected = part?.expected as ReconcileExpected | undefined
  if (expected === undefined || !Array.isArray(seen?.cases)) {
    throw new OpsError('RUN_WITHOUT_PAYMENTS', { run: `run ${document.runId}` })
  }
  const payments = seen.cases.flatMap((item) => {
    const judged = judgeCase(item, expected)
    return judged === undefined ? [] : [{ item, outcome: judged.outcome, provisional: judged.provisional }]
  })
  const heads = Object.fromEntries(
    seen.chains.map(({ network, asset, latest }) => [`${network} ${asset}`, latest?.number ?? 0]),
  )
  const { runId, startedAt, complete } = document
  const outgoing = outgoingOf(seen, expected.pays)
  const counted = matchedCounted(saved)
  return { run: { runId, startedAt, complete, counted, payments, outgoing, heads }, pays: expected.pays }
}
