import { randomBytes } from 'node:crypto'

/** Different byte strings of one length, each with the number under which it came first. */
export type ByteTable = {
  /** The number of these bytes, entered if they are new; numbers go up from 0. */
  add(bytes: Uint8Array): number
  has(bytes: Uint8Array): boolean
  size(): number
  /** Bytes `from` up to `to`, in hex. */
  hex(from: number, to: number): readonly string[]
}

/** How many byte strings stand in one block of memory. */
const perBlock = 16_384

/**
 * An empty table for byte strings of `length`, a multiple of four. They cost their bytes and some eight more.
 * Where they lie is drawn by lot, so that nobody can choose bytes that make it slow.
 */
export function createByteTable(length: number): ByteTable {
  const lot = randomBytes(8)
  const seed = lot.readInt32LE(0)
  const factor = lot.readInt32LE(4) | 1
  const blocks: Buffer[] = []
  let slots = new Int32Array(1024).fill(-1)
  let size = 0

  const hashOf = (bytes: Uint8Array, from: number): number => {
    let hash = seed
    for (let at = from; at < from + length; at += 4) {
      const word =
        ((bytes[at] ?? 0) << 24) |
        ((bytes[at + 1] ?? 0) << 16) |
        ((bytes[at + 2] ?? 0) << 8) |
        (bytes[at + 3] ?? 0)
      hash = Math.imul(hash ^ word, factor)
      hash ^= hash >>> 15
    }
    return hash
  }
  const isAt = (index: number, bytes: Uint8Array): boolean => {
    const block = blocks[Math.floor(index / perBlock)]
    const from = (index % perBlock) * length
    for (let at = 0; at < length; at += 1) if (block?.[from + at] !== bytes[at]) return false
    return true
  }
  /** Where these bytes are, or where they would be entered. */
  const slotOf = (bytes: Uint8Array): number => {
    const mask = slots.length - 1
    for (let slot = hashOf(bytes, 0) & mask; ; slot = (slot + 1) & mask) {
      const index = slots[slot] ?? -1
      if (index < 0 || isAt(index, bytes)) return slot
    }
  }
  const grow = () => {
    slots = new Int32Array(slots.length * 2).fill(-1)
    const mask = slots.length - 1
    for (let index = 0; index < size; index += 1) {
      const block = blocks[Math.floor(index / perBlock)] ?? Buffer.alloc(0)
      let slot = hashOf(block, (index % perBlock) * length) & mask
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask
      slots[slot] = index
    }
  }
  return {
    add(bytes) {
      const found = slots[slotOf(bytes)] ?? -1
      if (found >= 0) return found
      if (size * 2 >= slots.length) grow()
      slots[slotOf(bytes)] = size
      if (size % perBlock === 0) blocks.push(Buffer.alloc(perBlock * length))
      blocks.at(-1)?.set(bytes, (size % perBlock) * length)
      size += 1
      return size - 1
    },
    has: (bytes) => (slots[slotOf(bytes)] ?? -1) >= 0,
    size: () => size,
    hex(from, to) {
      return Array.from({ length: Math.max(0, Math.min(to, size) - from) }, (_, at) => {
        const index = from + at
        const start = (index % perBlock) * length
        return blocks[Math.floor(index / perBlock)]?.toString('hex', start, start + length) ?? ''
      })
    },
  }
}
