import type { LogColumns } from '../../core/log-columns.ts'

/** The blocks in which the pairs of one token stand. */
export type Ledger = {
  /** Notes the block of a pair: row `row` is its authorization, `record` its record. */
  readonly note: (authorizations: LogColumns, row: number, record: number) => void
  /** Blocks of later windows are others. */
  readonly endWindow: () => void
  /** The blocks in order, how many pairs were noted in each, and their hashes. */
  readonly sorted: () => Pick<LedgerBlocks, 'blocks' | 'counts' | 'hashes'>
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

/** The place of a block among sorted ones; -1 = it is not among them. */
export function placeOfBlock(blocks: Float64Array, block: number): number {
  let [from, to] = [0, blocks.length - 1]
  while (from <= to) {
    const middle = (from + to) >> 1
    const found = blocks[middle] as number
    if (found === block) return middle
    if (found < block) from = middle + 1
    else to = middle - 1
  }
  return -1
}

function isBefore(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) < 0
}

/** An empty ledger. */
export function newLedger(): Ledger {
  const numbers: number[] = []
  const counts: number[] = []
  let hashes = new Uint8Array(32 * 256)
  let here = new Map<number, number>()
  let torn = false
  const least = { key: new Uint8Array(52), record: -1 }
  const greatest = { key: new Uint8Array(52), record: -1 }
  const own = new Uint8Array(52)
  return {
    note: (used, row, record) => {
      const block = used.block[row] as number
      const hash = used.blockHash.subarray(row * 32, row * 32 + 32)
      const known = here.get(block)
      if (known === undefined) {
        here.set(block, numbers.length)
        numbers.push(block)
        counts.push(1)
        const end = numbers.length * 32
        if (end > hashes.length) {
          const longer = new Uint8Array(hashes.length * 2)
          longer.set(hashes)
          hashes = longer
        }
        hashes.set(hash, end - 32)
      } else {
        counts[known] = (counts[known] ?? 0) + 1
        if (Buffer.compare(hashes.subarray(known * 32, known * 32 + 32), hash) !== 0) torn = true
      }
      own.set(used.first.subarray(row * 20, row * 20 + 20), 0)
      own.set(used.second.subarray(row * 32, row * 32 + 32), 20)
      for (const [end, other] of [
        [least, isBefore(own, least.key)],
        [greatest, isBefore(greatest.key, own)],
      ] as const) {
        if (end.record >= 0 && !other) continue
        end.key.set(own)
        end.record = record
      }
    },
    endWindow: () => {
      here = new Map()
    },
    sorted: () => {
      const order = Array.from(numbers.keys()).sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0))
      const sorted = new Uint8Array(order.length * 32)
      for (const [to, from] of order.entries())
        sorted.set(hashes.subarray(from * 32, from * 32 + 32), to * 32)
      return {
        blocks: Float64Array.from(order, (from) => numbers[from] ?? 0),
        counts: Uint32Array.from(order, (from) => counts[from] ?? 0),
        hashes: sorted,
      }
    },
    ends: () => (least.record < 0 ? [] : [...new Set([least.record, greatest.record])]),
    isTorn: () => torn,
  }
}
