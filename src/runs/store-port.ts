import type { RunDocument } from '../core/report.ts'
import type { SavedRun } from './run.ts'

/**
 * Where runs are kept. `save` is atomic: a run is there whole or not at all. It resolves to a note when
 * the disk cannot be written (history is then missing, the run itself is not a failure).
 */
export type RunStore = {
  readonly save: (
    run: SavedRun,
  ) => Promise<{ readonly saved: true } | { readonly saved: false; readonly note: string }>
  /** The documents of saved runs, newest first; unreadable ones are left out and named in `broken`. */
  readonly list: (
    profile: string,
  ) => Promise<{ readonly runs: readonly RunDocument[]; readonly broken: readonly string[] }>
  /** A run by id, unique prefix, path or `last`. Throws `OpsError` RUN_NOT_FOUND. */
  readonly load: (profile: string, reference: string) => Promise<SavedRun>
}
