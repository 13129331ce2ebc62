const mebibyte = 1_048_576

/** Up to here a file is held; what is longer is read block by block, again and again. */
export const heldBytes = 16 * mebibyte

/** How much an archive may hold. `ratio` = expanded to compressed bytes, from 64 MiB on. */
export type ArchiveLimits = {
  readonly compressedBytes: number
  readonly expandedBytes: number
  readonly entries: number
  readonly ratio: number
  /** What one that is read block by block may expand to. */
  readonly longBytes: number
}

/** How much is opened below the paths of an operator, archives included. */
export type TreeLimits = {
  readonly files: number
  readonly fileBytes: number
  readonly allBytes: number
  /** The same of texts that are read block by block: each, and all together. 0 = none is. */
  readonly longBytes: number
  /** What one archive may expand to. */
  readonly archiveBytes: number
  /** Archives within archives, and folders within folders. */
  readonly archiveDepth: number
  readonly folderDepth: number
  readonly ratio: number
}

/** A bundle of a busy day with its logs stays far below these. */
export const archiveLimits: ArchiveLimits = {
  compressedBytes: 256 * mebibyte,
  expandedBytes: 512 * mebibyte,
  entries: 20_000,
  // Deflate cannot do more than 1032; logs that repeat one line reach 100 to 200.
  ratio: 400,
  longBytes: 4096 * mebibyte,
}

/** What `--include` opens. */
export const includeLimits: TreeLimits = {
  files: 1000,
  fileBytes: 64 * mebibyte,
  allBytes: 256 * mebibyte,
  longBytes: 2048 * mebibyte,
  archiveBytes: 256 * mebibyte,
  archiveDepth: 3,
  folderDepth: 32,
  ratio: 400,
}

/** What `evidence scan` opens: more files. All of them stand in memory at once. */
export const scanLimits: TreeLimits = {
  ...includeLimits,
  files: 20_000,
  allBytes: 512 * mebibyte,
  longBytes: 0,
}
