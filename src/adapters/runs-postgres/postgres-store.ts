import type { Clock } from '../../core/ports.ts'
import type { Secret } from '../../core/secret.ts'
import { type RetentionLimits, retentionLimits } from '../../runs/retention.ts'
import type { RunStore } from '../../runs/store-port.ts'
import type { DatabaseLimits } from '../postgres/connect.ts'
import { type RunsPlace, runsLimits, runsNote, withRuns } from './connection.ts'
import { listRuns, loadRun } from './find-run.ts'
import { readMemory, writeMemory } from './memory.ts'
import { writeRun } from './save-run.ts'
import { sharedNotices, sharedRefunds, sharedSnapshots, sharedTracks } from './shared-books.ts'
import { tidyRuns } from './tidy.ts'

/** What the store needs; `limits` and `wait` only differ in tests. */
export type PostgresStoreOptions = {
  /** Fetches the address when it is needed. */
  readonly address: () => Promise<Secret>
  readonly clock: Clock
  /** Runs of a profile that must stay, as those of incidents that are open here. */
  readonly needed: (profile: string) => Promise<readonly string[]>
  readonly limits?: RetentionLimits
  readonly wait?: DatabaseLimits
}

/**
 * Saved runs in a PostgreSQL database that a team shares: the port of the files, and the same answers. Every change is
 * one transaction that holds its profile, so that programs on several machines lose nothing of each other. A server
 * that cannot be used is a note for what is kept, and RUNS_STORE_FAILED (or a code that says more) for what is read.
 */
export function createPostgresStore(options: PostgresStoreOptions): RunStore {
  const { address, clock, needed, limits = retentionLimits, wait = runsLimits } = options
  const place: RunsPlace = { address, limits: wait }
  return {
    save: async (run) => {
      const { profile } = run.document
      try {
        await withRuns(place, async (database) => {
          await writeRun(database, run)
          const keep = () => needed(profile)
          await tidyRuns(database, profile, clock.now(), limits, keep).catch(() => undefined)
        })
        return { saved: true }
      } catch (error) {
        return { saved: false, note: runsNote(error) }
      }
    },
    memory: (profile) => readMemory(place, profile),
    remember: (profile, update) => writeMemory(place, profile, update, clock.now()),
    ...sharedTracks(place),
    ...sharedRefunds(place),
    ...sharedNotices(place),
    ...sharedSnapshots(place),
    list: (profile) => withRuns(place, (database) => listRuns(database, profile)),
    load: (profile, reference) => loadRun(place, profile, reference),
  }
}
