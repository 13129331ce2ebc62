/** Bounds on what one source of records may hold, so that no file can exhaust the machine. */
export const recordsLimits = {
  /** A longer line or row is rejected by number; characters after decoding. */
  rowChars: 1_048_576,
  /** A gzip file may decode to this much, which is about eight million rows; more is taken for a bomb. */
  gzipBytes: 4 * 1024 ** 3,
  /** A mapping file is a page of text. */
  mappingBytes: 1_048_576,
  /** Files that one pattern may stand for. */
  files: 10_000,
} as const
