import type { LogColumns } from '../../core/log-columns.ts'
import type { Books } from './books.ts'
import { type KeyIndex, rowOfKey } from './key-index.ts'
import { states } from './rows.ts'
import { addBytes, clear, noHash, parts } from './tables.ts'

const key = noHash()

/** The record of an authorization; -1 = no record that could be plain has its key. `hash` is that of the key. */
export function recordOfRow(
  books: Books,
  index: KeyIndex,
  columns: LogColumns,
  row: number,
  hash = key,
): number {
  clear(hash)
  addBytes(hash, books.tables, parts.payer, columns.first, row * 20)
  addBytes(hash, books.tables, parts.nonce, columns.second, row * 32)
  return rowOfKey(index, (hash[0] as number) || 1, (hash[1] as number) & 255)
}

/**
 * The authorizations of one node in one window whose records may be plain, in the order of the records, so that a page of
 * them is brought once a window however the books lie.
 */
export type ShownKeys = {
  readonly count: number
  /** The record of each. */
  readonly records: Float64Array
  /** The row of each; those of one record in their order. */
  readonly rows: Uint32Array
  /** The hashes of the keys by row, four words each. */
  readonly hashes: Uint32Array
}

/** Looks for the record of every authorization. */
export function shownKeys(books: Books, index: KeyIndex, used: LogColumns): ShownKeys {
  const { state } = books.rows
  const hashes = new Uint32Array(used.count * 4)
  // Record and row in one number: a million rows of four billion records fit into 53 bits.
  const found = new Float64Array(used.count)
  const width = Math.max(1, used.count)
  let count = 0
  let isInOrder = true
  for (let row = 0; row < used.count; row += 1) {
    const record = recordOfRow(books, index, used, row, key)
    if (record < 0 || state[record] === states.left) continue
    for (let lane = 0; lane < 4; lane += 1) hashes[row * 4 + lane] = key[lane] as number
    found[count] = record * width + row
    if (count > 0 && (found[count - 1] as number) > (found[count] as number)) isInOrder = false
    count += 1
  }
  const records = found.subarray(0, count)
  if (!isInOrder) records.sort()
  const rows = new Uint32Array(count)
  for (let at = 0; at < count; at += 1) {
    const record = Math.floor((records[at] as number) / width)
    rows[at] = (records[at] as number) - record * width
    records[at] = record
  }
  return { count, records, rows, hashes }
}
