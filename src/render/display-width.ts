// Combining marks (variation selectors are among them) and joiners take no column of their own.
const zeroWidth = /^(?:\p{Mn}|\p{Me}|\u200d)$/u

// East Asian wide and full-width blocks, and the emoji planes. Coarse on purpose: a column too many only
// leaves a gap, a column too few would break the table.
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f000, 0x1faff],
  [0x20000, 0x3fffd],
]

// Printable ASCII only: one class, anchored, linear.
const ascii = /^[\x20-\x7e]*$/

/** How many terminal columns one character (code point) takes: 0, 1 or 2. */
export function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x300) return 1
  if (zeroWidth.test(character)) return 0
  return wideRanges.some(([from, to]) => code >= from && code <= to) ? 2 : 1
}

/** How many terminal columns a text takes; control characters must have been escaped before. */
export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}
