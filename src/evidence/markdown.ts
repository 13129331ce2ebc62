import { safe } from '../core/safe.ts'

// ASCII signs that begin something inside a line of Markdown or HTML; an underscore does so only at the edge of a
// word. Classes without repetition: linear.
const signs = /[\\`*[\]<>&~$#|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g

/**
 * Text from outside as a part of a line of Markdown, never its beginning: nothing in it is markup, a link, a
 * mention of somebody or invisible, and it stays on its line. At most `max` characters of it.
 */
export function inline(text: string, max = 300): string {
  return safe(text, max)
    .replace(signs, '\\$&')
    .replaceAll('://', '\\://')
    .replaceAll('www.', 'www\\.')
    .replaceAll('@', '&#64;')
}

/** An address or a name as it is written, where nothing is a link: a code span, or `inline` if it could end one. */
export function code(text: string, max = 300): string {
  const plain = safe(text, max)
  return plain.includes('`') || plain.trim() !== plain || plain === '' ? inline(text, max) : `\`${plain}\``
}

/** At most so many characters, whole words of them: half a mark of a redaction is none. */
function shortened(text: string, max: number): string {
  if (text.length <= max) return text
  const words = text.slice(0, Math.max(0, text.lastIndexOf(' ', max - 4)))
  const mark = words.lastIndexOf('[redacted:')
  return `${mark >= 0 && !words.includes(']', mark) ? words.slice(0, mark).trimEnd() : words} ...`
}

/**
 * A sentence as it is written, where nothing is markup, a link or a mention: a code span of as many signs as it needs.
 * What passed the gate elsewhere passes it here: an escape would make another text of it.
 */
export function verbatim(text: string, max = 300): string {
  const plain = safe(shortened(text, max), Number.POSITIVE_INFINITY).trim()
  const longest = (plain.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0)
  const fence = '`'.repeat(longest + 1)
  // The blanks are no part of what is shown, and part its last word from the sign behind it.
  return `${fence} ${plain} ${fence}`
}

/** A table of Markdown; cells must be `inline` already. Without rows there is none. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}
