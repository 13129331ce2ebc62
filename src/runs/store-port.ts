import type { RunDocument } from '../core/report.ts'
import type { Memory, MemoryUpdate } from './memory.ts'
import type { OpenNotice, TargetNotices } from './notices.ts'
import type { RefundCase, RefundCases } from './refund-cases.ts'
import type { SavedRun } from './run.ts'
import type { TermsSnapshot } from './snapshot.ts'
import type { Track, Tracks } from './tracks.ts'

/**
 * Where runs are kept. `save` is atomic: a run is there whole or not at all. It resolves to a note when
 * the disk cannot be written (history is then missing, the run itself is not a failure).
 */
export type RunStore = {
  readonly save: (
    run: SavedRun,
  ) => Promise<{ readonly saved: true } | { readonly saved: false; readonly note: string }>
  /** What earlier runs left behind; never rejects: what cannot be read is named in `damaged`. */
  readonly memory: (profile: string) => Promise<Memory>
  /** Adds to the memory of a profile, one process at a time. Resolves to a note when that failed, else null. */
  readonly remember: (profile: string, update: MemoryUpdate) => Promise<string | null>
  /** The payments that are followed; never rejects: a file that cannot be read is named in `damaged`. */
  readonly tracks: (profile: string) => Promise<Tracks>
  /**
   * Changes them, one process at a time: `change` gets what stands there now. Resolves to a note when they
   * could not be kept, else null.
   */
  readonly updateTracks: (
    profile: string,
    change: (tracks: readonly Track[]) => readonly Track[],
  ) => Promise<string | null>
  /** The refund book; never rejects: a file that cannot be read is named in `damaged`. */
  readonly refunds: (profile: string) => Promise<RefundCases>
  /**
   * Changes it, one process at a time: `change` gets what stands there now; what it throws comes out. Resolves to a
   * note when it could not be kept, else null.
   */
  readonly updateRefunds: (
    profile: string,
    change: (cases: readonly RefundCase[]) => readonly RefundCase[],
  ) => Promise<string | null>
  /** What receivers were told; never rejects: a file that cannot be read is named in `damaged`. */
  readonly notices: (
    profile: string,
  ) => Promise<{ readonly targets: readonly TargetNotices[]; readonly damaged: string | null }>
  /** Writes down what one receiver knows now. Resolves to a note when that failed, else null. */
  readonly keepNotices: (
    profile: string,
    target: string,
    open: readonly OpenNotice[],
  ) => Promise<string | null>
  /** Kept terms by name; null when there are none. Throws `OpsError` SNAPSHOT_UNREADABLE. */
  readonly snapshot: (profile: string, name: string) => Promise<TermsSnapshot | null>
  /** Keeps terms under their name, in place of earlier ones. Resolves to a note when that failed, else null. */
  readonly keepSnapshot: (profile: string, snapshot: TermsSnapshot) => Promise<string | null>
  /** The documents of saved runs, newest first; unreadable ones are left out and named in `broken`. */
  readonly list: (
    profile: string,
  ) => Promise<{ readonly runs: readonly RunDocument[]; readonly broken: readonly string[] }>
  /** A run by id, unique prefix, path, `last` or `last~N`. Throws `OpsError` RUN_NOT_FOUND. */
  readonly load: (profile: string, reference: string) => Promise<SavedRun>
}
