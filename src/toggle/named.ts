/**
 * Does a text name an id as a whole word? "eip155:8453" does not stand in "eip155:84532". Both sides are compared in
 * lower case; linear.
 */
export function namesId(text: string, id: string): boolean {
  const [where, what] = [text.toLowerCase(), id.toLowerCase()]
  if (what === '') return false
  const isWord = (letter: string | undefined) => letter !== undefined && /^[a-z0-9_]$/.test(letter)
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + 1)) {
    if (!isWord(where[at - 1]) && !isWord(where[at + what.length])) return true
  }
  return false
}
