import type { Profile } from '../core/profile.ts'
import type { ReconcileStep } from '../core/progress.ts'
import { expectReconcile, type ReconcileExpected } from '../reconcile/expected.ts'
import { reconcile } from '../reconcile/room.ts'
import type { ReconcileSeen } from '../reconcile/seen.ts'
import { savedCasesLimit } from './cases-to-save.ts'
import { openKeptChain } from './chain-cache.ts'
import { type CommandContext, optionFlag, optionText } from './command.ts'
import { engineOf } from './reconcile-engine.ts'
import { withSettlements } from './reconcile-memory.ts'
import { reconcileProgress } from './reconcile-progress.ts'
import { reconcileTarget } from './reconcile-result.ts'
import { readWindow } from './reconcile-window.ts'
import { type Part, type Running, runPart } from './run-parts.ts'

/** What a reconcile is to compare: books and addresses under one name, over a window, with what earlier runs saw. */
export type ReconcileQuestion = { readonly target: string; readonly expected: ReconcileExpected }

/**
 * Reads `--since` (24 h) and `--until` (now, also where a command has no such flag), and what earlier runs left. Throws
 * `OpsError` SINCE_*, WINDOW_INVERTED, RUN_NOT_FOUND.
 */
export async function reconcileQuestion(
  { options, services, clock, note }: CommandContext,
  profile: Profile,
): Promise<ReconcileQuestion> {
  const target = reconcileTarget(profile)
  const store = await services.store()
  const memory = await store.memory(profile.name)
  const window = await readWindow({
    since: optionText(options, 'since') ?? '24h',
    until: optionText(options, 'until'),
    now: clock.now(),
    ...{ target, memory, note },
    runs: async () => (await store.list(profile.name)).runs,
  })
  const plain = expectReconcile(profile, window.since, window.until)
  return { target, expected: withSettlements(plain, memory, target) }
}

/** Tells the operator when very many payments are held, before the chain is read: that is when memory grows. */
function teller(
  { note }: CommandContext,
  isNamed: boolean,
  show: (step: ReconcileStep) => void,
): (step: ReconcileStep) => void {
  return (step) => {
    show(step)
    if (step.phase !== 'held' || step.records <= savedCasesLimit) return
    const why = isNamed
      ? 'because every payment was asked for by itself'
      : 'because books and endpoints do not let any of them be only counted'
    note(`note: ${step.records} payments are held in memory, ${why}`)
  }
}

/**
 * Compares books and chain with everything that stands around it: progress, the cache of the chain, the engine, the
 * prover where `--prove` asks for it. The cache keeps what was borne out before this resolves.
 */
export async function runReconcile(
  running: Running,
  context: CommandContext,
  expected: ReconcileExpected,
): Promise<Part<ReconcileSeen, ReconcileExpected>> {
  const { profile } = running
  const { services, clock, options } = context
  const engine = await engineOf(context, profile)
  const shown = reconcileProgress(context)
  const kept = await openKeptChain(context, profile, shown.page)
  const ports = {
    chain: shown.chain(kept.chain),
    records: shown.records(await services.records(profile)),
    clock,
    tell: teller(context, engine.sieve === undefined, shown.step),
    ...engine,
    ...(optionFlag(options, 'prove') ? { prover: await services.prover() } : {}),
  }
  const part = await runPart(running, reconcile, expected, ports)
  await kept.close(part.seen, running.deadline.signal.aborted ? 'stopped' : 'ended')
  return part
}
