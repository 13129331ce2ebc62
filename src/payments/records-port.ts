import type { RecordsRead } from './record.ts'

/**
 * The operator's records. Throws `OpsError` RECORDS_* or MAPPING_* when a source cannot be used at all;
 * single bad rows are data.
 */
export type Records = { readonly read: (signal: AbortSignal) => Promise<readonly RecordsRead[]> }
