// RFC 9112 7.1 without extensions; bounded, one class: linear. The longest is 16 MiB.
const chunkSize = /^[\da-f]{1,6}$/i

/** How far the chunks of a body have been found. */
export type Chunks = {
  /** Where the next chunk begins, with its size. */
  at: number
  /** Bytes in the chunks that are whole. */
  size: number
  /** Where each of them begins and ends, alternating. */
  readonly parts: number[]
  /** Where the bytes of the chunk begin that is not whole yet, and how many have come. */
  openFrom: number
  open: number
}

/** The chunks of a body that begins at `at`. */
export function newChunks(at: number): Chunks {
  return { at, size: 0, parts: [], openFrom: at, open: 0 }
}

/**
 * Finds the chunks that have arrived since the last look. `end` when the last one is there and nothing behind it, `more`
 * before that, `other` for chunks that are not written plainly (extensions, trailers). Each byte is looked at once.
 */
export function findChunks(received: Buffer, chunks: Chunks): 'more' | 'end' | 'other' {
  for (;;) {
    const { at } = chunks
    chunks.open = 0
    const end = received.indexOf('\r\n', at, 'latin1')
    // Eight digits are more than a plain chunk has; a size that is not ended by then never will be.
    if (end < 0) return received.length - at > 8 ? 'other' : 'more'
    const size = received.toString('latin1', at, Math.min(end, at + 8))
    if (!chunkSize.test(size)) return 'other'
    const from = end + 2
    const to = from + Number.parseInt(size, 16)
    if (received.length < to + 2) {
      chunks.openFrom = from
      chunks.open = Math.max(0, Math.min(received.length, to) - from)
      return 'more'
    }
    if (received[to] !== 13 || received[to + 1] !== 10) return 'other'
    chunks.at = to + 2
    if (to === from) return chunks.at === received.length ? 'end' : 'other'
    chunks.parts.push(from, to)
    chunks.size += to - from
  }
}

/** Moves the chunks together to where the first one begins, also the one that is not whole; gives their bytes. */
export function joinChunks(received: Buffer, { parts, open, openFrom }: Chunks): Buffer {
  const all = open > 0 ? [...parts, openFrom, openFrom + open] : parts
  const [begin = 0] = all
  let filled = begin
  for (let part = 0; part < all.length; part += 2) {
    const [from = 0, to = 0] = [all[part], all[part + 1]]
    received.copyWithin(filled, from, to)
    filled += to - from
  }
  return received.subarray(begin, filled)
}
