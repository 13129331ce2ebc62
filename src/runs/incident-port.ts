import type { Incident, IncidentEvent } from './incident.ts'

/** Where the timelines of incidents are kept. */
export type IncidentBook = {
  /**
   * Adds one event to the end, whole or not at all for a reader. The first event of an id makes the file and must
   * find none. Throws `OpsError` OUTPUT_FAILED: a timeline that loses an event is worse than none.
   */
  readonly append: (profile: string, id: string, event: IncidentEvent) => Promise<void>
  /** Every incident of a profile, newest first; files that cannot be read as one are named in `broken`. */
  readonly list: (
    profile: string,
  ) => Promise<{ readonly incidents: readonly Incident[]; readonly broken: readonly string[] }>
}
