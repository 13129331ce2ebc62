import type { CheckRow, RunDocument } from '../core/report.ts'
import { expectReconcile } from '../reconcile/expected.ts'
import { reconcile } from '../reconcile/room.ts'
import type { MemoryUpdate } from '../runs/memory.ts'
import { roomVerdict } from '../runs/told.ts'
import { openKeptChain } from './chain-cache.ts'
import { type CommandContext, optionText } from './command.ts'
import { engineOf } from './reconcile-engine.ts'
import { memoryAfter, withSettlements } from './reconcile-memory.ts'
import { reconcileProgress } from './reconcile-progress.ts'
import { partToSave, type ReconcileResult, reconcileResult, reconcileTarget } from './reconcile-result.ts'
import { readWindow } from './reconcile-window.ts'
import { type Part, type Running, runPart } from './run-parts.ts'

const question = 'Do the books agree with the chain?'

/** Reconcile as a part of monitor: one row, and what the report needs. */
export type BooksRow = {
  readonly row: CheckRow
  readonly part: Part
  readonly result: ReconcileResult
  /** What later runs must know. Monitor looks for what is wrong now, so it leaves the watermark alone. */
  readonly memory: (document: RunDocument) => MemoryUpdate
}

function resultText({ totals }: ReconcileResult): string {
  const parts = totals
    .filter(({ verdict }) => verdict !== 'SKIP')
    .map(({ name, count }) => `${name.replaceAll('_', ' ')} ${count}`)
  return parts.length === 0 ? 'no payment in the window' : parts.join(', ')
}

/** Compares books and chain over the window of `--since` (24 h), for a profile that `booksMissing` finds nothing missing in. */
export async function monitorReconcile(running: Running, context: CommandContext): Promise<BooksRow> {
  const { profile } = running
  const { services, options, clock } = context
  const target = reconcileTarget(profile)
  const store = await services.store()
  const memory = await store.memory(profile.name)
  const window = await readWindow({
    since: optionText(options, 'since') ?? '24h',
    until: undefined,
    now: clock.now(),
    ...{ target, memory, note: context.note },
    runs: async () => (await store.list(profile.name)).runs,
  })
  const expected = withSettlements(expectReconcile(profile, window.since, window.until), memory, target)
  const shown = reconcileProgress(context)
  const kept = await openKeptChain(context, profile, shown.page)
  const ports = {
    chain: shown.chain(kept.chain),
    records: shown.records(await services.records(profile)),
    clock,
    tell: shown.step,
    ...(await engineOf(context, profile)),
  }
  const part = await runPart(running, reconcile, expected, ports)
  await kept.close(part.seen, running.deadline.signal.aborted ? 'stopped' : 'ended')
  const result = reconcileResult(part.seen, expected)
  const row = {
    id: 'reconcile',
    room: 'reconcile',
    question,
    verdict: roomVerdict('monitor', 'reconcile', part.checks),
    text: resultText(result),
    elapsedMs: part.elapsedMs,
  }
  return {
    row,
    part: partToSave(part),
    result,
    memory: (document) => memoryAfter(part.seen, result.judged, document, target, 'leaves the watermark'),
  }
}
