// Atoms between signs, and the pieces of an atom by case and kind. One class each: linear.
const piece = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]|\d+/g

function pieces(atom: string): readonly string[] {
  return atom.match(piece) ?? []
}

function isLetters(text: string): boolean {
  return /^[A-Za-z]+$/.test(text)
}

// Letters without a vowel, or with five consonants in a row, are no word of any language used in logs.
function isPronounceable(text: string): boolean {
  return text.length <= 4 || (/[aeiouy]/i.test(text) && !/[bcdfghjklmnpqrstvwxz]{6}/i.test(text))
}

/**
 * Is a run of letters and digits made of words as people write them (`paymentRequired`, `SHA256`, `v2`,
 * `20261121`), rather than drawn at random? Judged by the length of its pieces: random text changes between
 * cases and digits every second sign.
 */
export function isWordy(atom: string): boolean {
  if (/^\d{1,59}$/.test(atom)) return true
  if (atom.length > 40) return false
  const parts = pieces(atom)
  const letters = parts.filter(isLetters)
  const digits = parts.length - letters.length
  if (digits === 0) {
    if (parts.length === 1) return atom.length <= 24 && isPronounceable(atom)
    return atom.length / parts.length >= 3 && letters.every(isPronounceable)
  }
  if (/^[0-9a-f]{8,}$/i.test(atom) && !/^[a-f]+\d{1,4}$/i.test(atom)) return false
  if (digits > 1 && atom.length > 6) return false
  return atom.length <= 24 && letters.every(isPronounceable) && letters.length <= 3
}
