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

// Words of this trade that hold digits. Fixed words and bounded digits: linear.
const technical =
  /x402|(?:eip|erc)-?\d{2,4}|base(?:58|64)|utf-?(?:8|16)|sha-?(?:1|3|256|384|512)|u?int(?:8|16|32|64|128|256)|bytes(?:4|20|32)|ed25519|secp256k1|permit2|token2022|ipv[46]|http[123]|oauth2|web3|(?<=[a-z])V[1-9]$/gi
// A figure with its unit. Anchored, bounded: linear.
const figure = /^\d{1,30}(?:ms|us|ns|s|n|z|b|kb|mb|gb|wei|gwei)$/i

/** A run of letters and digits without the words of this trade that hold digits (`x402`, `sha256`). */
export function withoutTechnical(atom: string): string {
  return figure.test(atom) ? '' : atom.replace(technical, '')
}

/**
 * Is a run of letters and digits made of words as people write them (`paymentRequired`, `SHA256`, `v2`,
 * `20261121`), rather than drawn at random? Judged by the length of its pieces: random text changes between
 * cases and digits every second sign.
 */
export function isWordy(atom: string): boolean {
  if (/^\d{1,59}$/.test(atom)) return true
  if (atom.length > 40) return false
  // So long, letters with digits are no word: `password2024` is how people make secrets of words.
  if (atom.length >= 14 && /\d/.test(withoutTechnical(atom))) return false
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
