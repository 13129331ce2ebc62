/** Text in UTF-8 that is put together part by part. */
export type TextBytes = {
  /** Adds a part. A pair of surrogates must not be divided between two. */
  readonly add: (part: string) => void
  /** What was added so far. Good until the next part is added. */
  readonly all: () => Uint8Array
}

const spare = 65_536
// Most bytes that a unit of text takes.
const mostBytes = 3

/** Room for about so many characters; it grows when that is not enough. */
export function createTextBytes(expected: number): TextBytes {
  const encoder = new TextEncoder()
  let bytes = new Uint8Array(expected + spare)
  let length = 0
  const room = (more: number) => {
    if (length + more <= bytes.length) return
    const larger = new Uint8Array(Math.ceil(bytes.length * 1.25) + more)
    larger.set(bytes.subarray(0, length))
    bytes = larger
  }
  return {
    add: (part) => {
      for (let from = 0; from < part.length; ) {
        room(Math.min(part.length - from, spare / 2) * mostBytes)
        const { read, written } = encoder.encodeInto(part.slice(from), bytes.subarray(length))
        from += read
        length += written
      }
    },
    all: () => bytes.subarray(0, length),
  }
}
