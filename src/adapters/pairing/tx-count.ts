import type { LogColumns } from '../../core/log-columns.ts'
import type { NodeWindow } from '../../payments/plain/sieve-port.ts'

/** How many logs each transaction of a window has. */
export type TxCount = {
  /** The row among the income of the only transfer of a transaction that has one authorization; -1 = it has more, or none. */
  readonly onlyTransfer: (tx: Uint8Array, from: number) => number
}

/**
 * Counts the logs of one node in one window by transaction. Transactions that are alike in 64 bits of a hash
 * count as one: then none of their payments is plain.
 */
export function countTxs({ income, outgo, authorizations }: NodeWindow): TxCount {
  const rows = income.count + outgo.count + authorizations.count
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, rows * 2)))
  const mask = size - 1
  // Two words of the hash, how many transfers and authorizations, and the row of the last transfer and one more.
  const heads = new Uint32Array(size)
  const tails = new Uint32Array(size)
  const transfers = new Uint8Array(size)
  const uses = new Uint8Array(size)
  const last = new Uint32Array(size)
  const word = (bytes: Uint8Array, at: number) =>
    (((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
      0) as number
  const slotOf = (tx: Uint8Array, from: number) => {
    let [head, tail] = [0, 0]
    for (let at = from; at < from + 32; at += 4) {
      const bits = word(tx, at)
      head = Math.imul(((head << 13) | (head >>> 19)) ^ bits, 0x9e3779b1) >>> 0
      tail = Math.imul(((tail << 7) | (tail >>> 25)) ^ bits, 0x85ebca6b) >>> 0
    }
    let slot = (head ^ (tail >>> 15)) & mask
    while ((transfers[slot] as number) + (uses[slot] as number) > 0) {
      if (heads[slot] === head && tails[slot] === tail) break
      slot = (slot + 1) & mask
    }
    heads[slot] = head
    tails[slot] = tail
    return slot
  }
  const count = (columns: LogColumns, kind: Uint8Array, isIncome: boolean) => {
    for (let row = 0; row < columns.count; row += 1) {
      const slot = slotOf(columns.tx, row * 32)
      // Two are as many as it matters.
      kind[slot] = Math.min(2, (kind[slot] as number) + 1)
      if (isIncome) last[slot] = row + 1
    }
  }
  count(income, transfers, true)
  count(outgo, transfers, false)
  count(authorizations, uses, false)
  return {
    onlyTransfer: (tx, from) => {
      const slot = slotOf(tx, from)
      return transfers[slot] === 1 && uses[slot] === 1 ? (last[slot] as number) - 1 : -1
    },
  }
}
