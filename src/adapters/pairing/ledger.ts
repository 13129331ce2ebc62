import type { LogColumns } from '../../core/log-columns.ts'
import { sameWords, wordsOf } from './bytes.ts'
import { newEnds } from './ends.ts'

/** The blocks in which the pairs of one token stand, 44 bytes each. */
export type Ledger = {
  /** Begins a window: its pairs are noted by the rows of these authorizations, and its blocks are others than those before. */
  readonly begin: (authorizations: LogColumns) => void
  /** Notes a pair: `row` is its authorization, `record` its record. */
  readonly note: (row: number, record: number) => void
  /** The blocks in order, how many pairs were noted in each, and their hashes. */
  readonly sorted: () => LedgerBlocks
  /** The records with the least and the greatest key, when there is a pair. */
  readonly ends: () => readonly number[]
  readonly isTorn: () => boolean
}

/** The blocks of a ledger as columns. */
export type LedgerBlocks = {
  readonly blocks: Float64Array
  readonly counts: Uint32Array
  readonly hashes: Uint8Array
}

type Columns = { blocks: Float64Array; counts: Uint32Array; hashes: Int32Array }

function withRoom({ blocks, counts, hashes }: Columns, count: number): Columns {
  const size = Math.ceil(count * 1.5)
  const longer = {
    blocks: new Float64Array(size),
    counts: new Uint32Array(size),
    hashes: new Int32Array(size * 8),
  }
  longer.blocks.set(blocks)
  longer.counts.set(counts)
  longer.hashes.set(hashes)
  return longer
}

function isSorted(blocks: Float64Array): boolean {
  return blocks.every((block, at) => at === 0 || (blocks[at - 1] as number) < block)
}

/** Windows that come in order give their blocks in order, and need no second list. */
function inOrder({ blocks, counts, hashes }: Columns): LedgerBlocks {
  const words = new Uint8Array(hashes.buffer, hashes.byteOffset, hashes.byteLength)
  if (isSorted(blocks)) return { blocks, counts, hashes: words }
  const order = Uint32Array.from(blocks.keys()).sort((a, b) => (blocks[a] as number) - (blocks[b] as number))
  const sorted = new Uint8Array(words.length)
  for (const [to, from] of order.entries()) sorted.set(words.subarray(from * 32, from * 32 + 32), to * 32)
  return {
    blocks: Float64Array.from(order, (from) => blocks[from] as number),
    counts: Uint32Array.from(order, (from) => counts[from] as number),
    hashes: sorted,
  }
}

/** An empty ledger. */
export function newLedger(): Ledger {
  const ends = newEnds()
  let columns = withRoom(
    { blocks: new Float64Array(), counts: new Uint32Array(), hashes: new Int32Array() },
    64,
  )
  let count = 0
  let here = new Map<number, number>()
  let last = -1
  let torn = false
  let used: LogColumns | null = null
  let hashes: Int32Array = new Int32Array()
  const placeOf = (block: number, row: number) => {
    if (last >= 0 && columns.blocks[last] === block) return last
    const known = here.get(block)
    if (known !== undefined) return known
    const place = count
    count += 1
    if (count > columns.blocks.length) columns = withRoom(columns, count)
    here.set(block, place)
    columns.blocks[place] = block
    columns.hashes.set(hashes.subarray(row * 8, row * 8 + 8), place * 8)
    return place
  }
  return {
    begin: (authorizations) => {
      used = authorizations
      hashes = wordsOf(authorizations.blockHash)
      here = new Map()
      last = -1
    },
    note: (row, record) => {
      if (used === null) return
      last = placeOf(used.block[row] as number, row)
      columns.counts[last] = (columns.counts[last] as number) + 1
      if (!sameWords(columns.hashes, last * 8, hashes, row * 8, 8)) torn = true
      ends.note(used, row, record)
    },
    sorted: () =>
      inOrder({
        blocks: columns.blocks.subarray(0, count),
        counts: columns.counts.subarray(0, count),
        hashes: columns.hashes.subarray(0, count * 8),
      }),
    ends: ends.records,
    isTorn: () => torn,
  }
}
