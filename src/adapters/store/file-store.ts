import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { OpsError } from '../../core/errors.ts'
import type { Clock } from '../../core/ports.ts'
import type { RunDocument } from '../../core/report.ts'
import { type RetentionLimits, retentionLimits } from '../../runs/retention.ts'
import type { SavedRun } from '../../runs/run.ts'
import type { RunStore } from '../../runs/store-port.ts'
import { diskReason } from '../files/failure.ts'
import { ensureFolder } from '../files/folders.ts'
import { withLock } from '../files/lock.ts'
import { lastIndex, noSuchRun, resolveRunId, runAtPath, savedRun } from './find-run.ts'
import { runsOfOpenIncidents } from './incident-files.ts'
import { readMemory, writeMemory } from './memory-files.ts'
import { readNotices, writeNotices } from './notice-files.ts'
import { profileFolder } from './profile-folder.ts'
import { readRefunds, writeRefunds } from './refund-files.ts'
import { isLeftover, readRunDocument, writeRunFolder } from './run-folder.ts'
import { readSnapshot, writeSnapshot } from './snapshot-files.ts'
import { tidyRuns } from './tidy.ts'
import { readTracks, writeTracks } from './track-files.ts'

/** What the store needs; `limits` only differ in tests. */
export type FileStoreOptions = {
  readonly stateDir: string
  readonly clock: Clock
  readonly limits?: RetentionLimits
}

type Env = Readonly<Record<string, string | undefined>>

function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined
}

/**
 * The folder for saved runs: X402OPS_STATE_DIR, else `x402ops` under $XDG_STATE_HOME (ignored when it is not
 * absolute, as the XDG specification says), else under ~/.local/state, on Windows under %LOCALAPPDATA%.
 */
export function stateDirFor(env: Env, platform: string): string {
  const own = env.X402OPS_STATE_DIR
  if (own !== undefined && own !== '') return resolve(own)
  const home = absolute(env.HOME) ?? homedir()
  const fallback =
    platform === 'win32'
      ? (absolute(env.LOCALAPPDATA) ?? join(home, 'AppData', 'Local'))
      : join(home, '.local', 'state')
  return join(absolute(env.XDG_STATE_HOME) ?? fallback, 'x402ops')
}

function byNewest(a: RunDocument, b: RunDocument): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? 1 : -1
  return a.runId < b.runId ? 1 : -1
}

/**
 * Names of runs, newest first. The ids begin with their time, so the order of names is the order of time.
 * Throws `OpsError` RUNS_UNREADABLE: a folder that is closed to us is not an empty one.
 */
async function runNames(runs: string): Promise<readonly string[]> {
  const names = await readdir(runs).catch((error: { code?: string }) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw new OpsError('RUNS_UNREADABLE', { folder: runs, reason: diskReason(error) }, { cause: error })
  })
  return names
    .filter((name) => !isLeftover(name) && !name.startsWith('.'))
    .sort()
    .reverse()
}

async function listRuns(runs: string): ReturnType<RunStore['list']> {
  const found: RunDocument[] = []
  const broken: string[] = []
  for (const name of await runNames(runs)) {
    const document = await readRunDocument(join(runs, name)).catch(() => undefined)
    if (document === undefined) broken.push(name)
    else found.push(document)
  }
  return { runs: found.sort(byNewest), broken }
}

/** `last` is the newest run, `last~1` the one before it of the same command. */
async function runFromLast(runs: string, index: number): Promise<string | undefined> {
  const all = (await listRuns(runs)).runs
  return all.filter(({ command }) => command === all[0]?.command)[index]?.runId
}

async function loadRun(runs: string, reference: string): Promise<SavedRun> {
  const index = lastIndex(reference)
  const ids = await runNames(runs).catch(async (error: unknown) => {
    // A file that was named needs no run of ours.
    if (index === undefined && (await runAtPath(reference)) !== undefined) return []
    throw error
  })
  const runId = index === undefined ? resolveRunId(reference, ids) : await runFromLast(runs, index)
  if (runId !== undefined) return savedRun(join(runs, runId), runId)
  const atPath = index === undefined ? await runAtPath(reference) : undefined
  if (atPath === undefined) throw noSuchRun(reference, ids)
  return atPath
}

/**
 * Saved runs as files: `<stateDir>/<profile>/runs/<runId>/{run.json, seen.ndjson, cases.ndjson}`, and beside
 * them what runs leave for later ones (`settlements.json, watermarks.json`) and the payments that are followed
 * (`tracks.json`), what receivers were told (`alerts.json`), refunds (`refunds.json`), and kept terms (`snapshots/`). Folders 0700, files 0600. A run appears with one rename, so a folder that is there is whole.
 * Old runs are removed after each save when nobody else holds the lock; a failure to remove is no failure to save.
 */
export function createFileStore({ stateDir, clock, limits = retentionLimits }: FileStoreOptions): RunStore {
  const folderOf = (profile: string) => join(stateDir, profileFolder(profile))
  const runsOf = (profile: string) => join(folderOf(profile), 'runs')
  return {
    save: async (run) => {
      const { profile } = run.document
      const runs = runsOf(profile)
      try {
        await ensureFolder(runs)
        await writeRunFolder(runs, run)
      } catch (error) {
        return { saved: false, note: `${stateDir} cannot be written: ${diskReason(error)}` }
      }
      const tidy = async () =>
        tidyRuns(runs, clock.now(), limits, () => runsOfOpenIncidents(stateDir, profile))
      await withLock(folderOf(profile), tidy, { waitMs: 0 }).catch(() => undefined)
      return { saved: true }
    },
    memory: (profile) => readMemory(folderOf(profile)),
    remember: (profile, update) => writeMemory(folderOf(profile), update, clock.now()),
    tracks: (profile) => readTracks(folderOf(profile)),
    updateTracks: (profile, change) => writeTracks(folderOf(profile), change),
    refunds: (profile) => readRefunds(folderOf(profile)),
    updateRefunds: (profile, change) => writeRefunds(folderOf(profile), change),
    notices: (profile) => readNotices(folderOf(profile)),
    keepNotices: (profile, target, open) => writeNotices(folderOf(profile), target, open),
    snapshot: (profile, name) => readSnapshot(folderOf(profile), name),
    keepSnapshot: (profile, snapshot) => writeSnapshot(folderOf(profile), snapshot),
    list: (profile) => listRuns(runsOf(profile)),
    load: (profile, reference) => loadRun(runsOf(profile), reference),
  }
}
