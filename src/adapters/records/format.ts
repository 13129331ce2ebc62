/** A row with the 1-based line on which it began, or why it could not be read. */
export type ReadRow =
  | { readonly line: number; readonly data: unknown }
  | { readonly line: number; readonly why: string }

/** Is the row of this number (0 = the first of the file) wanted? Asked once for each row, in their order. */
export type Wanted = (index: number) => boolean

/** What a reader makes of a row (null = one that is not wanted); undefined = nothing. Called once for each, in order. */
export type MakeRow<T> = (row: ReadRow | null) => T | undefined

/** What a reader makes of a row of JSON from its bytes alone; undefined = nothing, and then it must be parsed. */
export type ScanRow<T> = (line: number, bytes: Buffer, from: number, to: number) => T | undefined

/** Told of rows as they come: the number of a row, and the line and the byte with which it begins. */
export type MarkRow = (index: number, line: number, at: number) => void

/** One format of record files. Told by content, never by the name of the file. */
export type RecordFormat = {
  readonly name: string
  /** `head` is the beginning of the file, decoded, without leading blanks; at least its first line. */
  readonly recognises: (head: string) => boolean
  /**
   * The rows in the order of the file, in batches that may be lazy: each must be used up before the next one is asked
   * for. No chunk of `text` ends within a character. Bad rows are data; throws `OpsError` RECORDS_UNREADABLE
   * with the `file` as named when nothing of it can be trusted.
   */
  readonly read: (text: AsyncIterable<string>, file: string) => AsyncIterable<Iterable<ReadRow>>
  /**
   * As `read`, from UTF-8 bytes, for formats that need no text of the whole: what `scan` makes of each row, or else
   * `make`. A row that is not `wanted` is handed to `make` as null, and the file is not judged then. `mark` is told of the
   * rows with which a reading of the same bytes may begin.
   */
  readonly readBytes?: <T>(
    bytes: AsyncIterable<Buffer>,
    file: string,
    wanted: Wanted | null,
    make: MakeRow<T>,
    scan: ScanRow<T>,
    mark: MarkRow | null,
  ) => AsyncIterable<Iterable<T>>
}
