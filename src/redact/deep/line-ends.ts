/** What stands around the ends of some lines. */
export type LineEnds = {
  /** Lines that may go on in each other, from where to where. Between JSON objects and before a date none does. */
  readonly stretches: readonly (readonly [number, number])[]
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

/** Does a line that ends with the feed at a place end there for certain? */
function isCertainEnd(text: string, feed: number): boolean {
  const last = text.charCodeAt(feed - 1) === 0x0d ? feed - 2 : feed - 1
  const isBetween = closing.has(text.charCodeAt(last)) && opening.has(text.charCodeAt(feed + 1))
  return isBetween || feed + 1 >= text.length || isDate(text, feed + 1)
}

/** The ends of the lines of a text. */
export function lineEndsOf(text: string): LineEnds {
  const pairs = new Set<string>()
  const stretches: (readonly [number, number])[] = []
  let start = 0
  let isOpen = false
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', feed + 1)) {
    pairs.add(pairAt(text, feed))
    if (isCertainEnd(text, feed)) {
      if (isOpen) stretches.push([start, feed + 1])
      start = feed + 1
      isOpen = false
    } else isOpen = true
  }
  if (isOpen) stretches.push([start, text.length])
  return { stretches, pairs }
}
