import type { NodeWindow } from '../../payments/plain/sieve-port.ts'
import { wordsOf } from './bytes.ts'

/** How many logs each transaction of a window has. */
export type TxCount = {
  /** The row among the income of the only transfer of a transaction that has one authorization; -1 = it has more, or none. */
  readonly onlyTransfer: (row: number) => number
}

/**
 * Counts the logs of one node in one window by transaction, to be asked by the rows of its authorizations. Transactions
 * that are alike in 64 bits of a hash count as one: then none of their payments is plain.
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
  const slotOf = (tx: Int32Array, row: number) => {
    let [head, tail] = [0, 0]
    for (let at = row * 8; at < row * 8 + 8; at += 1) {
      const bits = tx[at] as number
      head = Math.imul(((head << 13) | (head >>> 19)) ^ bits, 0x9e3779b1)
      tail = Math.imul(((tail << 7) | (tail >>> 25)) ^ bits, 0x85ebca6b)
    }
    head >>>= 0
    tail >>>= 0
    let slot = (head ^ (tail >>> 15)) & mask
    while ((transfers[slot] as number) + (uses[slot] as number) > 0) {
      if (heads[slot] === head && tails[slot] === tail) break
      slot = (slot + 1) & mask
    }
    heads[slot] = head
    tails[slot] = tail
    return slot
  }
  // Two are as many as it matters.
  const noteIn = (counts: Uint8Array, slot: number) => {
    if ((counts[slot] as number) < 2) counts[slot] = (counts[slot] as number) + 1
  }
  const [came, went, used] = [wordsOf(income.tx), wordsOf(outgo.tx), wordsOf(authorizations.tx)]
  for (let row = 0; row < income.count; row += 1) {
    const slot = slotOf(came, row)
    noteIn(transfers, slot)
    last[slot] = row + 1
  }
  for (let row = 0; row < outgo.count; row += 1) noteIn(transfers, slotOf(went, row))
  const slots = new Uint32Array(authorizations.count)
  for (let row = 0; row < authorizations.count; row += 1) {
    slots[row] = slotOf(used, row)
    noteIn(uses, slots[row] as number)
  }
  return {
    onlyTransfer: (row) => {
      const slot = slots[row] as number
      return transfers[slot] === 1 && uses[slot] === 1 ? (last[slot] as number) - 1 : -1
    },
  }
}
