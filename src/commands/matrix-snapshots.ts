import { OpsError } from '../core/errors.ts'
import { safe } from '../core/safe.ts'
import type { MatrixExpected, MatrixSeen } from '../matrix/shapes.ts'
import { snapshotOf } from '../matrix/snapshot.ts'
import type { SavedRun } from '../runs/run.ts'
import { parseSnapshot, type TermsSnapshot } from '../runs/snapshot.ts'
import type { CommandContext } from './command.ts'
import { isSnapshotName } from './matrix-flags.ts'
import type { MatrixRun } from './matrix-run.ts'
import type { Running } from './run-parts.ts'

const maxFileBytes = 16_777_216

function fromRun({ document, rooms }: SavedRun): TermsSnapshot | null {
  const room = rooms.find((one) => one.room === 'matrix')
  if (room === undefined) return null
  const { profile, target, startedAt } = document
  const about = { name: 'last-good', profile, target, takenAt: startedAt }
  try {
    return snapshotOf(room.seen as MatrixSeen, room.expected as MatrixExpected, about)
  } catch {
    // A run of another version may have another shape: it is then no yardstick.
    return null
  }
}

/** The newest matrix run of this service that ended with exit code 0; null when none is kept. */
async function lastGood(
  { services }: CommandContext,
  profile: string,
  target: string,
): Promise<TermsSnapshot | null> {
  const store = await services.store()
  const { runs } = await store.list(profile)
  const good = runs.find(
    (run) => run.command === 'matrix' && run.complete && run.exitCode === 0 && run.target === target,
  )
  return good === undefined ? null : fromRun(await store.load(profile, good.runId))
}

// Staging against production is a fair question, but nobody should ask it without knowing.
function fromHere({ note }: CommandContext, kept: TermsSnapshot, target: string): TermsSnapshot {
  if (kept.target !== target) {
    note(`"${safe(kept.name, 80)}" was kept at ${safe(kept.target ?? 'no address', 200)}, not at ${target}`)
  }
  return kept
}

/**
 * The terms that `--against` names: kept ones, a file, or those of the last good run. Throws `OpsError`
 * SNAPSHOT_NOT_FOUND or SNAPSHOT_UNREADABLE, and what the reading of a file throws.
 */
export async function keptTerms(
  context: CommandContext,
  profile: string,
  target: string,
  reference: string,
): Promise<TermsSnapshot> {
  const { services } = context
  const missing = () => new OpsError('SNAPSHOT_NOT_FOUND', { value: safe(reference, 120) })
  if (reference === 'last-good') {
    const found = await lastGood(context, profile, target)
    if (found === null) throw missing()
    return found
  }
  const store = await services.store()
  const kept = isSnapshotName(reference) ? await store.snapshot(profile, reference) : null
  if (kept !== null) return fromHere(context, kept, target)
  if (!/[./\\]/.test(reference)) throw missing()
  const bytes = await services.input(reference, maxFileBytes)
  const read = parseSnapshot(new TextDecoder().decode(bytes))
  if (read !== null) return fromHere(context, read, target)
  throw new OpsError('SNAPSHOT_UNREADABLE', { name: safe(reference, 120), reason: 'it is no snapshot' })
}

/** Keeps the terms that a run saw under a name, and says so in a note. */
export async function keepTerms(
  { context, profile, startedAt }: Running,
  { part }: MatrixRun,
  target: string,
  name: string,
): Promise<void> {
  const about = { name, profile: profile.name, target, takenAt: startedAt.toISOString() }
  const snapshot = snapshotOf(part.seen, part.expected, about)
  const asked = part.seen.routes.length
  if (snapshot.routes.length === 0) {
    context.note(`nothing was kept as "${name}": no route showed terms`)
    return
  }
  const store = await context.services.store()
  const failed = await store.keepSnapshot(profile.name, snapshot)
  context.note(failed ?? `the terms of ${snapshot.routes.length} of ${asked} routes are kept as "${name}"`)
}
