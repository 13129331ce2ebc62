import { joinColumns, type LogColumns, takeRows } from '../../../core/log-columns.ts'
import type { ChainLog } from '../../../core/ports.ts'
import { type Hole, mergeLogs, tornBlock } from '../merge-logs.ts'
import { inChainOrder } from './chain-order.ts'

/** The rows of one page, and its logs that no row can hold. */
export type ColumnPage = { readonly columns: LogColumns; readonly odd: readonly ChainLog[] }

/** What all pages hold together. */
export type MergedColumns = { readonly found: ColumnPage; readonly holes: readonly Hole[] }

function sameBytes(column: Uint8Array, width: number, a: number, b: number): boolean {
  for (let i = 0; i < width; i += 1) if (column[a * width + i] !== column[b * width + i]) return false
  return true
}

function sameRow(columns: LogColumns, a: number, b: number): boolean {
  const { kind, tx, first, second, value } = columns
  const same = (column: Uint8Array) => sameBytes(column, 32, a, b)
  return kind[a] === kind[b] && same(tx) && same(second) && same(value) && sameBytes(first, 20, a, b)
}

/** The rows to keep, each place once, and the blocks with two hashes or with two logs in one place. */
function walk(columns: LogColumns): { readonly kept: Uint32Array; readonly torn: Set<number> } {
  const rows = inChainOrder(columns)
  const torn = new Set<number>()
  let count = 0
  for (const row of rows) {
    const last = count === 0 ? undefined : rows[count - 1]
    const block = columns.block[row] ?? 0
    if (last !== undefined && columns.block[last] === block) {
      const isOneBlock = sameBytes(columns.blockHash, 32, last, row)
      const isOnePlace = columns.logIndex[last] === columns.logIndex[row]
      if (!isOneBlock || (isOnePlace && !sameRow(columns, last, row))) torn.add(block)
      if (isOnePlace) continue
    }
    // What is kept never overtakes what is read.
    rows[count] = row
    count += 1
  }
  return { kept: rows.subarray(0, count), torn }
}

/** The first row of a page is where it belongs among the others: pages side by side come back in any order. */
function byFirstRow({ columns: a }: ColumnPage, { columns: b }: ColumnPage): number {
  return (a.block[0] ?? 0) - (b.block[0] ?? 0) || (a.logIndex[0] ?? 0) - (b.logIndex[0] ?? 0)
}

/** Is each row behind the one before it, and of one block with one hash? Then there is nothing to merge. */
function isWhole({ block, logIndex, blockHash, count }: LogColumns): boolean {
  for (let row = 1; row < count; row += 1) {
    const [before = 0, here = 0] = [block[row - 1], block[row]]
    if (here < before) return false
    if (here > before) continue
    if ((logIndex[row] ?? 0) <= (logIndex[row - 1] ?? 0)) return false
    for (let i = row * 32; i < row * 32 + 32; i += 1) if (blockHash[i] !== blockHash[i - 32]) return false
  }
  return true
}

function hashAt({ blockHash }: LogColumns, row: number): string {
  return `0x${Buffer.from(blockHash.subarray(row * 32, row * 32 + 32)).toString('hex')}`
}

/** Blocks in which an odd log and a row contradict each other: another hash, or one place for both. */
function tearByOdd(
  columns: LogColumns,
  kept: Uint32Array,
  odd: readonly ChainLog[],
  torn: Set<number>,
): void {
  if (odd.length === 0) return
  const byBlock = new Map<number, ChainLog[]>()
  for (const log of odd) byBlock.set(log.blockNumber, [...(byBlock.get(log.blockNumber) ?? []), log])
  for (const row of kept) {
    const block = columns.block[row] ?? 0
    for (const log of byBlock.get(block) ?? []) {
      if (log.logIndex === columns.logIndex[row] || log.blockHash !== hashAt(columns, row)) torn.add(block)
    }
  }
}

/**
 * All pages of one contract as one: rows in chain order, each once, and the odd logs likewise. What `mergeLogs`
 * says of the same logs as objects is said here: a block about which two stories are told is left out of both
 * and becomes a hole.
 */
export function mergeColumns(pages: readonly ColumnPage[]): MergedColumns {
  const filled = pages.filter(({ columns }) => columns.count > 0).sort(byFirstRow)
  const [only, ...others] = filled
  const columns =
    only !== undefined && others.length === 0 ? only.columns : joinColumns(filled.map((page) => page.columns))
  if (pages.every(({ odd }) => odd.length === 0) && isWhole(columns)) {
    return { found: { columns, odd: [] }, holes: [] }
  }
  const { kept, torn } = walk(columns)
  const odd = mergeLogs(pages.flatMap((page) => page.odd))
  for (const hole of odd.holes) torn.add(hole.from)
  tearByOdd(columns, kept, odd.logs, torn)
  const holes = [...torn].sort((a, b) => a - b).map(tornBlock)
  if (torn.size === 0) {
    const isAsItWas = kept.length === columns.count && kept.every((row, at) => row === at)
    return { found: { columns: isAsItWas ? columns : takeRows(columns, kept), odd: odd.logs }, holes }
  }
  const believed = kept.filter((row) => !torn.has(columns.block[row] ?? 0))
  const oddBelieved = odd.logs.filter((log) => !torn.has(log.blockNumber))
  return { found: { columns: takeRows(columns, believed), odd: oddBelieved }, holes }
}
