import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunDocument } from '../../core/report.ts'
import { expiredRuns, type KeptRun, type RetentionLimits, readRunId } from '../../runs/retention.ts'
import { isLeftover, readRunDocument, removeRunFolder, runFolderBytes } from './run-folder.ts'

// A draft of this age belongs to no process that still writes.
const leftoverAgeMs = 3_600_000

async function removeLeftovers(runs: string, names: readonly string[], now: number): Promise<void> {
  for (const name of names.filter(isLeftover)) {
    const path = join(runs, name)
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && now - found.mtimeMs > leftoverAgeMs)
      await rm(path, { recursive: true, force: true })
  }
}

async function keptRuns(runs: string, names: readonly string[]): Promise<readonly KeptRun[]> {
  const kept: KeptRun[] = []
  for (const runId of names) {
    const read = readRunId(runId)
    if (read !== undefined) kept.push({ runId, ...read, bytes: await runFolderBytes(join(runs, runId)) })
  }
  return kept
}

/** The kinds of runs of which the newest good one always stays. */
export const protectedKinds: readonly {
  readonly command: string
  readonly isGood: (document: Pick<RunDocument, 'complete' | 'exitCode'>) => boolean
}[] = [
  { command: 'reconcile', isGood: (document) => document.complete },
  { command: 'matrix', isGood: (document) => document.complete && document.exitCode === 0 },
]

/** The newest good run of a kind, read from the newest on until one is found. */
async function newestGood(
  runs: string,
  kept: readonly KeptRun[],
  kind: (typeof protectedKinds)[number],
): Promise<string | undefined> {
  const newestFirst = kept
    .filter((run) => run.command === kind.command)
    .sort((a, b) => b.startedAt - a.startedAt || (a.runId < b.runId ? 1 : -1))
  for (const { runId } of newestFirst) {
    const document = await readRunDocument(join(runs, runId)).catch(() => undefined)
    if (document !== undefined && kind.isGood(document)) return runId
  }
  return undefined
}

/**
 * Removes the runs that the limits no longer cover, and what interrupted processes left. The last complete
 * reconcile and the last good matrix always stay, and so do
 * the `needed` ones, which are asked for when something would go. Call it with the lock held. Resolves to the removed ids.
 */
export async function tidyRuns(
  runs: string,
  now: Date,
  limits: RetentionLimits,
  needed: () => Promise<readonly string[]> = async () => [],
): Promise<readonly string[]> {
  const names = await readdir(runs)
  await removeLeftovers(runs, names, now.getTime())
  const kept = await keptRuns(runs, names)
  const expired = expiredRuns(kept, now.getTime(), limits)
  if (expired.length === 0) return []
  const spared = new Set<string | undefined>(await needed())
  for (const kind of protectedKinds) {
    if (expired.some((run) => run.command === kind.command)) spared.add(await newestGood(runs, kept, kind))
  }
  const removed = expired.map((run) => run.runId).filter((runId) => !spared.has(runId))
  for (const runId of removed) await removeRunFolder(runs, runId)
  return removed
}
