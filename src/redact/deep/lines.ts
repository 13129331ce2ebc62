import { type Parts, partsOf } from './parts.ts'
import { mergeSpans, replaceSpans, type Span } from './span.ts'

const blockLength = 262_144
const overlap = 16_384

/** How the lines of a long text are hidden. */
export type LineHiding = {
  /** Places that may reach over line ends, in some neighbouring lines; undefined when they cannot be told. */
  readonly wide: (lines: string) => readonly Span[] | undefined
  /** What stands in the place of a line about which nothing can be said. */
  readonly withhold: () => string
  readonly mark: (span: Span) => string
  /** One line without its end; never throws. */
  readonly line: (line: string) => string
}

/** The end of the line in which a place lies, behind its line feed. */
function lineEndAt(text: string, place: number): number {
  const end = text.indexOf('\n', place)
  return end < 0 ? text.length : end + 1
}

// A name in front of its value, at the start of a line; two signs of padding at its end are no value. Every part is
// bounded and begins with a sign that the one before cannot hold: linear.
const nameOfLine =
  /^\s{0,40}["']?[A-Za-z]{1,30}(?:[-_.][A-Za-z]{1,30}){0,8}["']?\s{0,3}[:=](?!=\s{0,4}$)\s{0,3}\S/

/**
 * Does a line begin with a name that a span from the line above would take for its own end? Without its name, the
 * value of that line would be told from nothing.
 */
function endsInName(text: string, start: number, end: number): boolean {
  const line = text.slice(start, lineEndAt(text, start)).slice(0, 400)
  const name = nameOfLine.exec(line)?.[0]
  return name !== undefined && end - start < name.length
}

/** A span over several lines as one per line, so that no line end is lost. */
function perLine(text: string, span: Span): readonly Span[] {
  const parts: Span[] = []
  let from = span.start
  while (from < span.end) {
    const next = lineEndAt(text, from)
    const lineEnd = text.slice(from, next).replace(/\r?\n$/, '').length + from
    const end = Math.min(span.end, lineEnd)
    const isName = from > span.start && end === span.end && endsInName(text, from, end)
    if (end > from && !isName) parts.push({ ...span, start: from, end })
    from = next
  }
  return parts
}

// A line of wrapped base64. Anchored, one class between bounded blanks: linear.
const fullLine = /^\s{0,40}[A-Za-z0-9+/_-]{40,200}={0,2}\s{0,4}$/
// The same anywhere in a text, behind a line end: read once and left at the first other sign, linear.
const longLine = /(?:^|\n)[ \t]{0,40}[A-Za-z0-9+/_-]{40}/
const lastLine = /^(\s{0,40})[A-Za-z0-9+/_-]{1,200}={0,2}\s{0,4}$/

/** The short last line of wrapped base64 is dense only together with the lines above. */
function lastPieces(text: string): readonly Span[] {
  const found: Span[] = []
  let from = 0
  let wasFull = false
  if (!longLine.test(text)) return found
  for (const line of text.split('\n')) {
    const isFull = fullLine.test(line) && /\d/.test(line) && /[a-z]/.test(line) && /[A-Z]/.test(line)
    const last = wasFull && !isFull ? lastLine.exec(line) : null
    if (last !== null) {
      const start = from + (last[1]?.length ?? 0)
      const end = from + line.trimEnd().length
      found.push({ start, end, rule: 'dense', kind: 'dense', value: text.slice(start, end) })
    }
    wasFull = isFull
    from += line.length + 1
  }
  return found
}

/** A block with its lines hidden one by one, their ends as they were. */
function linesHidden(block: string, line: (text: string) => string): string {
  // Put together at once: lines that are added to a text one by one are all kept until somebody reads it.
  const shown: string[] = []
  for (let from = 0; from < block.length; ) {
    const feed = block.indexOf('\n', from)
    const next = feed < 0 ? block.length : feed + 1
    const end = feed < 0 ? next : block.charCodeAt(feed - 1) === 0x0d && feed > from ? feed - 1 : feed
    if (end > from) shown.push(line(block.slice(from, end)))
    shown.push(block.slice(end, next))
    from = next
  }
  return shown.join('')
}

/** What of a text is held: asked for further parts, it grows; what was dealt with is let go. */
type Held = {
  readonly text: () => string
  /** Makes it so long, where the text goes on. */
  readonly fill: (length: number) => void
  /** Lets go of so much at its beginning. */
  readonly drop: (length: number) => void
}

function holding(given: Parts): Held {
  const parts = partsOf(given)[Symbol.iterator]()
  let text = ''
  let isDone = false
  return {
    text: () => text,
    fill: (length) => {
      while (!isDone && text.length < length) {
        const next = parts.next()
        if (next.done === true) isDone = true
        else text += next.value
      }
    },
    drop: (length) => {
      text = text.slice(length)
    },
  }
}

/** The end of the block that begins at a place, behind a line end; what follows is held as far as it is looked at. */
function blockEndAt(held: Held, from: number): number {
  const least = from + blockLength
  held.fill(least + 1)
  let length = held.text().length
  if (length <= least) return length
  for (let at = least; ; at = length) {
    const end = held.text().indexOf('\n', at)
    length = held.text().length
    if (end >= 0) return end + 1
    held.fill(length + 1)
    if (held.text().length === length) return length
  }
}

/**
 * Hides a text line by line; what reaches over line ends is found in blocks of 256 KiB that overlap by 16 KiB. One
 * block comes after the other, so that memory stays flat. Line ends stay as they were. A block of which that cannot be
 * found is withheld line by line.
 */
export function* hiddenBlocks(given: Parts, hiding: LineHiding): Generator<string> {
  const held = holding(given)
  for (let from = 0; ; ) {
    const to = blockEndAt(held, from)
    if (to === from) return
    held.fill(to + overlap)
    const text = held.text()
    const windowStart = Math.max(0, from - overlap)
    const window = text.slice(windowStart, Math.min(text.length, to + overlap))
    const wide = hiding.wide(window)
    const spans = [...(wide ?? []), ...lastPieces(window)]
      .flatMap((span) => perLine(window, span))
      .map((span) => ({
        ...span,
        start: span.start + windowStart - from,
        end: span.end + windowStart - from,
      }))
      .map((span) => ({ ...span, start: Math.max(0, span.start), end: Math.min(to - from, span.end) }))
      .filter((span) => span.end > span.start)
    const block = text.slice(from, to)
    const masked = spans.length === 0 ? block : replaceSpans(block, mergeSpans(spans), hiding.mark)
    yield linesHidden(masked, wide === undefined ? hiding.withhold : hiding.line)
    const done = Math.max(0, to - overlap)
    held.drop(done)
    from = to - done
  }
}
