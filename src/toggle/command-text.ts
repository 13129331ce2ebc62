const longest = 74

/** The words of a command with their blanks outside of quotes; what stands in quotes stays one word. Linear. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = []
  let word = ''
  let quote = ''
  for (const letter of line) {
    if (quote === '' && letter === ' ') {
      if (word !== '') words.push(word)
      word = ''
      continue
    }
    if (quote === letter) quote = ''
    else if (quote === '' && (letter === "'" || letter === '"')) quote = letter
    word += letter
  }
  return word === '' ? words : [...words, word]
}

/**
 * A command as lines that can be copied from a screen of 80 columns: a long one is broken between its words, each line
 * but the last with a backslash, as a shell takes it.
 */
export function brokenCommand(line: string): readonly string[] {
  if (line.length <= longest || line.startsWith('#')) return [`  ${line}`]
  const lines: string[] = []
  let row = ''
  for (const word of wordsOf(line)) {
    if (row !== '' && row.length + 1 + word.length > longest) {
      lines.push(row)
      row = ''
    }
    row = row === '' ? word : `${row} ${word}`
  }
  return [...lines, row].map((text, at, all) => {
    const indent = at === 0 ? '  ' : '    '
    return `${indent}${text}${at < all.length - 1 ? ' \\' : ''}`
  })
}
