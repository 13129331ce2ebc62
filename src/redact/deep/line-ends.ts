/** What stands around the ends of some lines. */
export type LineEnds = {
  /** Could any line go on in the next one? Between JSON objects and in front of a new date none does. */
  readonly isWrapped: boolean
  /** The signs in front of and behind each line feed, in lower case. */
  readonly pairs: ReadonlySet<string>
}

const closing = new Set([0x7d, 0x5d])
const opening = new Set([0x7b, 0x5b, 0x0a])

/** The pair of signs around a line feed, by which a text over lines is ruled out. */
export function pairAt(text: string, feed: number): string {
  return (text.charAt(feed - 1) + text.charAt(feed + 1)).toLowerCase()
}

// The date and time a line of a log begins with. Sticky, fixed length.
const date = /\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d/y

function isDate(text: string, at: number): boolean {
  date.lastIndex = at
  return date.test(text)
}

/** The ends of the lines of a text. */
export function lineEndsOf(text: string): LineEnds {
  const pairs = new Set<string>()
  let isWrapped = false
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', feed + 1)) {
    pairs.add(pairAt(text, feed))
    if (isWrapped || feed + 1 >= text.length) continue
    const last = text.charCodeAt(feed - 1) === 0x0d ? feed - 2 : feed - 1
    const isBetween = closing.has(text.charCodeAt(last)) && opening.has(text.charCodeAt(feed + 1))
    isWrapped = !isBetween && !isDate(text, feed + 1)
  }
  return { isWrapped, pairs }
}
