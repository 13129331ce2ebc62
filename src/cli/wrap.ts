/**
 * Breaks a sentence between words so that no line is wider than `width` columns; every line begins with
 * `indent`. A word that is wider than the line stays whole, so that commands and hashes can be copied.
 */
export function wrapSentence(text: string, indent: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((each) => `${indent}${each}`)
}
