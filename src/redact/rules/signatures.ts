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

/** Signatures of payments: with the public parts beside them they are the payment. */
export const signatures: RedactionRule = {
  name: 'signatures',
  mustHide: [
    `0x${'5a'.repeat(64)}1b`,
    `{"signature":"0x${'5A'.repeat(64)}1c"}`,
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
    '"signature":"5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW"',
  ],
  apply: (text) =>
    text.replace(prefixed, mask).replace(bare, mask).replace(named, `$1${mask}`).replace(words, `$1${mask}`),
}
