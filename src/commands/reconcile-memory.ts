import type { RunDocument } from '../core/report.ts'
import type { ReconcileExpected } from '../reconcile/expected.ts'
import type { JudgedCase } from '../reconcile/judge-case.ts'
import { concerning, settlementsAfter, stretchOf } from '../reconcile/remembered/update.ts'
import type { ReconcileSeen } from '../reconcile/seen.ts'
import { type Memory, type MemoryUpdate, targetKey } from '../runs/memory.ts'

/** An expectation with what earlier runs on the same target saw and this run looks at again. */
export function withSettlements(
  expected: ReconcileExpected,
  memory: Memory,
  target: string,
): ReconcileExpected {
  const settlements = concerning(memory.settlements, expected, targetKey(target))
  return { ...expected, memory: { settlements, damaged: memory.damaged.settlements } }
}

/**
 * What a reconcile leaves for later ones. The watermark moves only when the run was complete; `moves` says
 * whether the command moves it at all.
 */
export function memoryAfter(
  seen: ReconcileSeen,
  judged: readonly JudgedCase[],
  { runId, complete }: Pick<RunDocument, 'runId' | 'complete'>,
  name: string,
  moves: 'moves the watermark' | 'leaves the watermark',
): MemoryUpdate {
  const target = targetKey(name)
  const stretch =
    complete && moves === 'moves the watermark' ? stretchOf(seen, judged, { target, runId }) : null
  return { settlements: settlementsAfter(seen, judged, target), stretch }
}
