/** The beginning of a sequence of chunks, and the whole sequence with that beginning still in it. */
export type Headed<T> = { readonly head: readonly T[]; readonly all: AsyncIterable<T> }

/**
 * Reads chunks until `enough` says so or the sequence ends. `all` may be iterated once; it closes the
 * source when its reader stops early. `keep` copies a chunk that would not outlast the next one.
 */
export async function takeHead<T>(
  chunks: AsyncIterable<T>,
  enough: (head: readonly T[]) => boolean,
  keep: (chunk: T) => T = (chunk) => chunk,
): Promise<Headed<T>> {
  const source = chunks[Symbol.asyncIterator]()
  const head: T[] = []
  let ended = false
  while (!ended && !enough(head)) {
    const next = await source.next()
    if (next.done === true) ended = true
    else head.push(keep(next.value))
  }
  async function* all(): AsyncGenerator<T> {
    try {
      yield* head
      while (!ended) {
        const next = await source.next()
        if (next.done === true) return
        yield next.value
      }
    } finally {
      await source.return?.()
    }
  }
  return { head, all: all() }
}
