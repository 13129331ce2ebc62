import { coverMarks, hidden } from './marks.ts'

/** The shortest phrase that restores a wallet. */
const leastWords = 12

/** As many beside one of our own marks are the rest of a phrase: prose has fewer in a row. */
const leastBesideMark = 8

/** How far apart two words of one phrase may stand: numbering, quotes, commas, an indent. */
const widestGap = 24

/**
 * Where runs of at least twelve words of the list stand, whatever stands between the words as long as it is
 * no letter; eight, where a mark stands before or behind them. One pass over the text.
 */
export function findMnemonics(raw: string, words: ReadonlySet<string>): readonly number[] {
  const text = coverMarks(raw)
  const found: number[] = []
  let isBesideMark = false
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
    const followsMark = text.slice(Math.max(lastEnd, start - widestGap), start).includes(hidden)
    if (followsMark && run >= leastBesideMark) found.push(runStart)
    if (!isWord || followsMark || (run > 0 && start - lastEnd > widestGap)) run = 0
    if (isWord) {
      if (run === 0) {
        runStart = start
        isBesideMark = followsMark
      }
      run += 1
      if (run === leastWords || (isBesideMark && run === leastBesideMark)) found.push(runStart)
    }
    lastEnd = at
  }
  if (run >= leastBesideMark && text.slice(lastEnd, lastEnd + widestGap).includes(hidden))
    found.push(runStart)
  return found
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}
