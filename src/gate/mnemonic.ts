/** The shortest phrase that restores a wallet. */
const leastWords = 12

/** How far apart two words of one phrase may stand: numbering, quotes, commas, an indent. */
const widestGap = 24

/**
 * Where runs of at least twelve words of the list stand, whatever stands between the words as long as it is
 * no letter. One pass over the text.
 */
export function findMnemonics(text: string, words: ReadonlySet<string>): readonly number[] {
  const found: number[] = []
  let run = 0
  let runStart = 0
  let lastEnd = 0
  for (let at = 0; at < text.length; at += 1) {
    if (!isLetter(text.charCodeAt(at))) continue
    const start = at
    while (at < text.length && isLetter(text.charCodeAt(at))) at += 1
    const length = at - start
    const isWord = length >= 3 && length <= 8 && words.has(text.slice(start, at).toLowerCase())
    // An `n` behind a backslash is an escape, which another reading of the text undoes.
    if (!isWord || (run > 0 && start - lastEnd > widestGap)) run = 0
    if (isWord) {
      if (run === 0) runStart = start
      run += 1
      if (run === leastWords) found.push(runStart)
    }
    lastEnd = at
  }
  return found
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}
