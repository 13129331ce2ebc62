import { type LabelList, type LabelPages, labels, readLabels } from './label-pages.ts'
import { type Rows, states } from './rows.ts'

/**
 * All rows by one label, by open addressing: the number of a row and one more, 0 = free. Eleven bytes a record: five
 * for its label, six for its share of the slots.
 */
export type KeyIndex = LabelList & { readonly slots: Uint32Array }

/** An index of no rows. */
export function emptyIndex(rows = 0): KeyIndex {
  return {
    word: new Uint32Array(rows),
    byte: new Uint8Array(rows),
    // Two of three slots are taken.
    slots: new Uint32Array(16 + Math.ceil(rows * 1.5)),
  }
}

/** The place of a label's first slot. Its word is as good as drawn, so its share of 2^32 is one of the slots. */
const placeOf = (head: number, slots: number) => Math.floor((head / 2 ** 32) * slots)

/** Puts every row under its label. Two rows of one label are both left. */
function indexAll({ word, byte, slots }: KeyIndex, { state, count }: Rows): void {
  slots.fill(0)
  const size = slots.length
  for (let row = 0; row < count; row += 1) {
    const head = word[row] as number
    if (head === 0) continue
    const tail = byte[row] as number
    let slot = placeOf(head, size)
    for (;;) {
      const other = (slots[slot] as number) - 1
      if (other < 0) {
        slots[slot] = row + 1
        break
      }
      if (word[other] === head && byte[other] === tail) {
        state[other] = states.left
        state[row] = states.left
        break
      }
      slot = slot + 1 === size ? 0 : slot + 1
    }
  }
}

/**
 * Leaves every row of which a label stands in another row. Gives back the rows by their keys: of the labels only one kind
 * is in memory at a time, and that of the keys is the last.
 */
export function separate(rows: Rows, pages: LabelPages): KeyIndex {
  const index = emptyIndex(rows.count)
  for (const kind of Object.values(labels)) {
    if (!pages.isUsed[kind] && kind !== labels.key) continue
    readLabels(pages, kind, index)
    indexAll(index, rows)
  }
  return index
}

/** The row of a key; -1 = there is none. */
export function rowOfKey({ word, byte, slots }: KeyIndex, head: number, tail: number): number {
  const size = slots.length
  let slot = placeOf(head, size)
  for (;;) {
    const row = (slots[slot] as number) - 1
    if (row < 0 || (word[row] === head && byte[row] === tail)) return row
    slot = slot + 1 === size ? 0 : slot + 1
  }
}
