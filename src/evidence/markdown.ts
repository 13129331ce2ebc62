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

/** A table of Markdown; cells must be `inline` already. Without rows there is none. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}
