/** A row with the 1-based line on which it began, or why it could not be read. */
export type ReadRow =
  | { readonly line: number; readonly data: unknown }
  | { readonly line: number; readonly why: string }

/** One format of record files. Told by content, never by the name of the file. */
export type RecordFormat = {
  readonly name: string
  /** `head` is the beginning of the file, decoded, without leading blanks; at least its first line. */
  readonly recognises: (head: string) => boolean
  /**
   * The rows in the order of the file, in batches. No chunk of `text` ends within a character. Bad rows are data; throws `OpsError` RECORDS_UNREADABLE
   * with the `file` as named when nothing of it can be trusted.
   */
  readonly read: (text: AsyncIterable<string>, file: string) => AsyncIterable<readonly ReadRow[]>
}
