import type { RecordsRead, RejectedRow, RowSource } from '../record.ts'
import type { Draft } from './normalise-row.ts'
import { makeReading, type NormaliseContext } from './reading.ts'

/** One row as it was read, and where it stood. */
export type RawRow = { readonly source: RowSource; readonly data: unknown }

/** Collects rows of one source, one at a time, so that a file need not be held as a whole. */
export type Normaliser = {
  /** Reads one row. Throws `OpsError` TIME_ZONE_UNCLEAR. */
  readonly add: (row: RawRow) => void
  /** Counts a row that could not even be read. */
  readonly reject: (row: RejectedRow) => void
  /** What was read. Throws `OpsError` AMOUNT_UNIT_UNCLEAR or RECORDS_WITHOUT_KEY. */
  readonly finish: () => RecordsRead
}

/** Makes a normaliser for one source. Pure: it looks at nothing but the rows and the context. */
export function makeNormaliser(context: NormaliseContext): Normaliser {
  const reading = makeReading(context)
  const drafts: Draft[] = []
  return {
    add: ({ source, data }) => {
      const draft = reading.take(source, data)
      if (draft !== null) drafts.push(draft)
    },
    reject: reading.reject,
    finish: () => {
      const unitOf = reading.units()
      const records = drafts.map((draft) => reading.settle(draft, unitOf))
      return reading.finish(
        records.filter((record) => record !== null),
        unitOf,
      )
    },
  }
}

/**
 * Turns rows of any shape into payment records. Pure. Rows that are not payments are counted, rows that
 * cannot be used are named by line. Throws `OpsError` AMOUNT_UNIT_UNCLEAR, TIME_ZONE_UNCLEAR, and
 * RECORDS_WITHOUT_KEY when payments were recognised, but none names a payer with a nonce, or a transaction, and
 * no row has even an empty field for them.
 */
export function normaliseRows(rows: readonly RawRow[], context: NormaliseContext): RecordsRead {
  const normaliser = makeNormaliser(context)
  for (const row of rows) normaliser.add(row)
  return normaliser.finish()
}
