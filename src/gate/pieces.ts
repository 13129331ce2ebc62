import { wholeBefore, wholeBehind } from './view.ts'

/** A stretch of a text and the line it begins in. What overlaps with the one before is read twice. */
export type TextPiece = { readonly text: string; readonly line: number }

/** Nothing that is searched for is longer, but for runs of letters, which are never cut up to `longestRun`. */
const overlap = 64 << 10

/** A run of letters and digits up to this length stands whole in a piece: of its middle alone nothing can be decoded. */
const longestRun = 1 << 20

/**
 * A text in pieces of about so many characters, more than twice the overlap. Where its parts end makes no difference:
 * the pieces are those of the whole text.
 */
export async function* piecesOf(
  parts: AsyncIterable<string> | Iterable<string>,
  pieceLength: number,
): AsyncGenerator<TextPiece> {
  const source = Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]()
  let held = ''
  let isDone = false
  let line = 1
  for (;;) {
    while (!isDone && held.length <= pieceLength + longestRun) {
      const next = await source.next()
      if (next.done === true) isDone = true
      else held += next.value
    }
    const end = held.length <= pieceLength ? held.length : wholeBehind(held, pieceLength, longestRun)
    yield { text: held.slice(0, end), line }
    if (end === held.length && isDone) return
    const begin = wholeBefore(held, end - overlap, longestRun)
    // A run that fills the piece was read as a whole: it is not begun again.
    const next = begin * 2 > end ? begin : wholeBefore(held, end - overlap)
    line += linesIn(held, next)
    held = held.slice(next)
  }
}

/** How many lines end before a place. */
function linesIn(text: string, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
