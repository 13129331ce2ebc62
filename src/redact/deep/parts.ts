/** A text in one piece, or in parts of whole lines that follow each other: only the last may lack its line end. */
export type Parts = { readonly parts: Iterable<string> } | string

/** The parts of a text, in order. */
export function partsOf(text: Parts): Iterable<string> {
  return typeof text === 'string' ? [text] : text.parts
}

/** The lines of a text one after the other, each with its end. */
export function* linesOf(text: Parts): Generator<string> {
  for (const part of partsOf(text)) {
    for (let from = 0; from < part.length; ) {
      const end = part.indexOf('\n', from)
      const to = end < 0 ? part.length : end + 1
      yield part.slice(from, to)
      from = to
    }
  }
}
