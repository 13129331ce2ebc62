/** A command as its words, or why it is none. */
export type CommandWords =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly reason: string }

const mostWords = 50
// What only a shell would understand. One class: linear.
const forShells = /[|&;<>$`\\*?(){}#~!\n\r]/

/**
 * Splits a command line at blanks; single and double quotes hold a word together and mean nothing else. There is no
 * shell: a character that one would act upon is refused outside quotes, so that nothing is silently taken for text.
 */
export function commandWords(text: string): CommandWords {
  const words: string[] = []
  let word: string | null = null
  let quote: string | null = null
  for (const character of text) {
    if (quote !== null) {
      if (character === quote) quote = null
      else word += character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (character === ' ' || character === '\t') {
      if (word !== null) words.push(word)
      word = null
    } else if (forShells.test(character)) {
      return { ok: false, reason: `There is no shell that would understand ${JSON.stringify(character)}` }
    } else word = (word ?? '') + character
  }
  if (quote !== null) return { ok: false, reason: `A quote (${quote}) is not closed` }
  if (word !== null) words.push(word)
  const [program] = words
  if (program === undefined || program === '') return { ok: false, reason: 'It names no program' }
  if (words.length > mostWords) return { ok: false, reason: `It has more than ${mostWords} words` }
  return { ok: true, words }
}
