// C0 and C1 controls, DEL, zero-width and bidirectional formatting, line and paragraph separators, tags.
// A character class without repetition: one pass, linear in the length of the text.
const hostile =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}

/**
 * Text from outside, made safe for a terminal, a table or a Markdown file: control, zero-width and
 * bidirectional characters become visible escapes (`\x1b`, `\u202e`), so nothing can move the cursor,
 * write the clipboard or reorder a line. At most `max` characters, cut with `...`.
 */
export function safe(text: string, max = 400): string {
  const cut = text.length > max ? `${text.slice(0, Math.max(0, max - 3))}...` : text
  return cut.replace(hostile, escapeCharacter)
}
