import { type Chunk, chunkRows, connecting, type LabelColumn, type Rows, states } from './rows.ts'

/** Open addressing over the rows by one label: the number of a row and one more, 0 = free. */
export type KeyIndex = { readonly slots: Uint32Array; readonly mask: number }

function emptyIndex(rows: number): KeyIndex {
  // At most five of eight slots are taken.
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, rows * 1.6)))
  return { slots: new Uint32Array(size), mask: size - 1 }
}

/** Puts every row under its label. Two rows of one label are both left. */
function indexBy(rows: Rows, columns: readonly LabelColumn[], { slots, mask }: KeyIndex): void {
  slots.fill(0)
  for (let row = 0; row < rows.count; row += 1) {
    const { word, byte } = columns[Math.floor(row / chunkRows)] as LabelColumn
    const place = row & (chunkRows - 1)
    const [head, tail] = [word[place] as number, byte[place] as number]
    if (head === 0) continue
    let slot = (head ^ (tail << 15)) & mask
    for (;;) {
      const other = (slots[slot] as number) - 1
      if (other < 0) {
        slots[slot] = row + 1
        break
      }
      const number = Math.floor(other / chunkRows)
      const column = columns[number] as LabelColumn
      const at = other & (chunkRows - 1)
      if (column.word[at] === head && column.byte[at] === tail) {
        ;(rows.chunks[number] as Chunk).state[at] = states.left
        ;(rows.chunks[Math.floor(row / chunkRows)] as Chunk).state[place] = states.left
        break
      }
      slot = (slot + 1) & mask
    }
  }
}

/** Leaves every row of which a label stands in another row. Gives back the rows by their keys. */
export function separate(rows: Rows): KeyIndex {
  const index = emptyIndex(rows.count)
  for (const name of connecting) {
    indexBy(
      rows,
      rows.chunks.map((chunk) => chunk[name]),
      index,
    )
  }
  return index
}

/** The row of a key; -1 = there is none. */
export function rowOfKey({ slots, mask }: KeyIndex, { chunks }: Rows, head: number, tail: number): number {
  let slot = (head ^ (tail << 15)) & mask
  for (;;) {
    const row = (slots[slot] as number) - 1
    if (row < 0) return -1
    const { key } = chunks[Math.floor(row / chunkRows)] as Chunk
    const at = row & (chunkRows - 1)
    if (key.word[at] === head && key.byte[at] === tail) return row
    slot = (slot + 1) & mask
  }
}
