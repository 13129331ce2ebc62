/** What of a database holds the records: exactly one of `table` and `select` is set. */
export type TableQuestion = {
  /** Its name as the database holds it, with its schema before a dot where it needs one. */
  readonly table: string | null
  readonly select: string | null
  /** The only columns to be read; null = all. */
  readonly columns: readonly string[] | null
  /** The column whose order the rows have, so that their numbers mean the same row again. */
  readonly orderBy: string | null
}
