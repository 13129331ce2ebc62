import type { RedactionRule } from './rule.ts'

const mask = '[redacted:signature]'

// 65 bytes: r, s and v. Fixed length, not inside a longer run (calldata stays).
const prefixed = /(?<![0-9a-z])0x[0-9a-f]{130}(?![0-9a-f])/gi
// Without 0x only when the last byte can be a v; 65 bytes have no other common meaning.
const bare = /(?<![0-9a-zA-Z])[0-9a-f]{128}(?:1b|1c|00|01)(?![0-9a-f])/gi
// Compact or wrapped signatures (EIP-2098, ERC-6492) behind their name. A fixed word, then one class.
const named = /(signature[\\"']{0,4}\s{0,3}[:=]\s{0,3}[\\"']{0,4})(?:0x)?[0-9a-f]{128,}/gi
// The two words of a signature as fields `r` and `s`. Fixed and bounded lengths.
const words = /(["'](?:r|s)\\{0,4}["']\s{0,3}:\s{0,3}\\{0,4}["'])0x[0-9a-f]{60,64}(?![0-9a-f])/gi

// Each of the above holds 64 bytes in a row, the name, or a field's name of one letter. Fixed words: linear.
const begins = /signature|["'][rs]/i

const longRun = 128

function isHexDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)
}

/**
 * Do 128 hex digits stand in a row? One of every 128 places lies in such a row, so only the runs around those places are
 * measured, each once: most texts are asked at a few places (an expression asks at every one, up to 128 times).
 */
function hasLongHex(text: string): boolean {
  for (let at = longRun - 1; at < text.length; ) {
    if (!isHexDigit(text.charCodeAt(at))) {
      at += longRun
      continue
    }
    let start = at
    while (at - start < longRun && start > 0 && isHexDigit(text.charCodeAt(start - 1))) start -= 1
    let end = at + 1
    while (end - start < longRun && end < text.length && isHexDigit(text.charCodeAt(end))) end += 1
    if (end - start >= longRun) return true
    at = end + longRun
  }
  return false
}

/**
 * Is it a node of a trie, as proofs hold them: an RLP list of exactly two texts? With a byte more or less it is
 * none; of random signatures one in 500 million looks like this.
 */
function isTrieNode(hex: string): boolean {
  const bytes = Buffer.from(hex.slice(2), 'hex')
  const [list = 0, payload = 0, path = 0] = bytes
  if (list !== 0xf8 || payload !== bytes.length - 2 || path < 0x82 || path > 0xa1) return false
  const value = 3 + path - 0x80
  return bytes[value] === 0x80 + bytes.length - value - 1 && (bytes[3] ?? 0xff) < 0x40
}

/** Signatures of payments: with the public parts beside them they are the payment. */
export const signatures: RedactionRule = {
  name: 'signatures',
  mustHide: [
    `0x${'5a'.repeat(64)}1b`,
    `{"signature":"0x${'5A'.repeat(64)}1c"}`,
    `0xf83f9c3a${'5a'.repeat(27)}a2a0${'5b'.repeat(32)}`,
    `sig ${'5a'.repeat(64)}1b.`,
    `signature: 0x${'5a'.repeat(64)}`,
    `signature=${'5a'.repeat(64)}`,
    `{"v":27,"r":"0x${'5a'.repeat(32)}","s":"0x${'5b'.repeat(32)}"}`,
    `{\\"signature\\":\\"0x${'5a'.repeat(300)}\\"}`,
  ],
  mustKeep: [
    `0x${'5a'.repeat(32)}`,
    `0x${'5a'.repeat(20)}`,
    `{"tx":"0x${'5a'.repeat(32)}","hash":"0x${'5b'.repeat(32)}"}`,
    `data 0x${'5a'.repeat(64)}`,
    `data 0xa9059cbb${'5a'.repeat(128)}`,
    `${'5a'.repeat(64)}`,
    // A leaf of a storage trie: 28 bytes of path, 32 of value.
    `"0xf83f9c3a${'5a'.repeat(27)}a1a0${'5b'.repeat(32)}"`,
    '"signature":"5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW"',
  ],
  apply: (text) =>
    text
      .replace(prefixed, (whole) => (isTrieNode(whole) ? whole : mask))
      .replace(bare, mask)
      .replace(named, `$1${mask}`)
      .replace(words, `$1${mask}`),
  // The shortest is one word of a signature behind its name: `"r":"0x` and 60 digits.
  mayMatch: (text) => text.length >= 66 && (hasLongHex(text) || begins.test(text)),
}
