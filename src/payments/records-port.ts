import type { PaymentRecord, RecordsRead } from './record.ts'

/** Books that were told record by record. */
export type StreamedBooks = {
  /** As `read` gives them, but each with no records. */
  readonly reads: readonly RecordsRead[]
  /** How many records were told: their ordinals are 0 to `count - 1`, in the order of the books. */
  readonly count: number
  /**
   * The records of these ordinals (each once, in any order) as objects, in the order of the books. Reads the sources
   * a second time. Throws `OpsError` RECORDS_CHANGED when a source no longer holds what it held.
   */
  readonly again: (ordinals: readonly number[], signal: AbortSignal) => Promise<readonly PaymentRecord[]>
}

/**
 * The operator's records. Throws `OpsError` RECORDS_* or MAPPING_* when a source cannot be used at all;
 * single bad rows are data.
 */
export type Records = {
  readonly read: (signal: AbortSignal) => Promise<readonly RecordsRead[]>
  /**
   * Tells every record once, in the order of the books, and keeps none. Absent where books cannot be read in this
   * way. Throws what `read` throws; what was told before is void then.
   */
  readonly stream?: (
    each: (ordinal: number, record: PaymentRecord) => void | Promise<void>,
    signal: AbortSignal,
  ) => Promise<StreamedBooks>
}
