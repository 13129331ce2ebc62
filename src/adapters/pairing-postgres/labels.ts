import { labelsOf } from '../../payments/plain/labels.ts'
import type { PaymentRecord } from '../../payments/record.ts'
import { drawSeeds, hashText } from '../pairing/text-hash.ts'

const chunkRows = 65_536

/** The hashes of one kind of label, by ordinal: 40 bits each, the word 0 = no label. */
type Column = { readonly words: Uint32Array[]; readonly bytes: Uint8Array[] }

/** The labels of all records, 25 bytes a record, and which records cannot be plain. */
export type LabelBook = {
  /** Adds a record; ordinals come in order. `open` = it may be plain as far as it says itself. */
  readonly add: (record: PaymentRecord, open: boolean) => void
  /**
   * All records that cannot be plain, in order: those that were not open and those of which a label stands in another
   * one. `shared` are the latter that were open. The labels are let go of.
   */
  readonly close: () => { readonly left: readonly number[]; readonly shared: readonly number[] }
}

const kinds = ['recordId', 'requestId', 'identifier', 'key', 'tx'] as const

/** Calls back for both ordinals of every two that share a label of one kind. */
function eachShared({ words, bytes }: Column, count: number, found: (ordinal: number) => void): void {
  // At most five of eight slots are taken.
  const size = 2 ** Math.ceil(Math.log2(Math.max(16, count * 1.6)))
  const slots = new Uint32Array(size)
  const at = (ordinal: number): readonly [word: number, byte: number] => {
    const chunk = Math.floor(ordinal / chunkRows)
    const place = ordinal % chunkRows
    return [words[chunk]?.[place] ?? 0, bytes[chunk]?.[place] ?? 0]
  }
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    const [word, byte] = at(ordinal)
    if (word === 0) continue
    let slot = ((word ^ (byte << 15)) >>> 0) % size
    for (;;) {
      const other = (slots[slot] as number) - 1
      if (other < 0) {
        slots[slot] = ordinal + 1
        break
      }
      const [otherWord, otherByte] = at(other)
      if (otherWord === word && otherByte === byte) {
        found(ordinal)
        found(other)
        break
      }
      slot = (slot + 1) % size
    }
  }
}

/** A book of labels without a record. */
export function newLabelBook(): LabelBook {
  const seeds = drawSeeds()
  const columns = kinds.map((): Column => ({ words: [], bytes: [] }))
  const states: Uint8Array[] = []
  const hash = new Uint32Array(2)
  let count = 0
  return {
    add: (record, open) => {
      const chunk = Math.floor(count / chunkRows)
      const place = count % chunkRows
      if (place === 0) {
        states.push(new Uint8Array(chunkRows))
        for (const { words, bytes } of columns) {
          words.push(new Uint32Array(chunkRows))
          bytes.push(new Uint8Array(chunkRows))
        }
      }
      ;(states[chunk] as Uint8Array)[place] = open ? 1 : 0
      const labels = labelsOf(record)
      for (const [number, kind] of kinds.entries()) {
        const label = labels[kind]
        if (label === null) continue
        hashText(label, seeds, hash)
        const { words, bytes } = columns[number] as Column
        ;(words[chunk] as Uint32Array)[place] = hash[0] as number
        ;(bytes[chunk] as Uint8Array)[place] = hash[1] as number
      }
      count += 1
    },
    close: () => {
      const shared: number[] = []
      const touch = (ordinal: number) => {
        const chunk = states[Math.floor(ordinal / chunkRows)] as Uint8Array
        if (chunk[ordinal % chunkRows] !== 1) return
        chunk[ordinal % chunkRows] = 0
        shared.push(ordinal)
      }
      for (const column of columns.splice(0)) eachShared(column, count, touch)
      const left: number[] = []
      for (let ordinal = 0; ordinal < count; ordinal += 1) {
        if (states[Math.floor(ordinal / chunkRows)]?.[ordinal % chunkRows] === 0) left.push(ordinal)
      }
      return { left, shared: shared.sort((a, b) => a - b) }
    },
  }
}
