const longest = 74

/**
 * The words of a command with their blanks outside of quotes; what stands in quotes stays one word, and what a
 * backslash outside of single quotes keeps is taken as it stands. Linear.
 */
function wordsOf(line: string): readonly string[] {
  const words: string[] = []
  let [word, quote] = ['', '']
  let isKept = false
  for (const letter of line) {
    if (quote === '' && letter === ' ' && !isKept) {
      if (word !== '') words.push(word)
      word = ''
      continue
    }
    word += letter
    if (isKept) isKept = false
    else if (letter === '\\' && quote !== "'") isKept = true
    else if (quote === letter) quote = ''
    else if (quote === '' && (letter === "'" || letter === '"')) quote = letter
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
