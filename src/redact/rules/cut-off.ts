import { maskBehind } from './mask-behind.ts'
import type { RedactionRule } from './rule.ts'

// All of these end where a text was shortened: `...`. Whoever has most of a secret tries out the rest.

// 50 bytes and more of a signature, not inside a longer run (calldata stays). Bounded, and tried only where no
// digit stands before.
const signature = /(?<![0-9a-z])(?:0x)?[0-9a-f]{100,131}(?=\.\.\.)/gi

// 20 bytes and more behind a name that says "key". A fixed word, bounded separators, a bounded value.
const key =
  /((?:priv(?:ate)?|secret|signer|wallet|evm)[-_ ]?key|seed(?:[-_ ]phrase)?|mnemonic)(\b[\\"']{0,4}\s{0,3}(?:[:=]|is)\s{0,3}[\\"']{0,4})(?:0x)?[0-9a-f]{40,64}(?=\.\.\.)/gi

// The password of a URL whose `@` was cut away; a port is digits only. A fixed start, bounded classes.
const password = /(:\/\/[^\s/?#"'<>\\[\]:@]{1,100}:)(?!\d{1,5}\.\.\.)[^\s/?#"'<>\\[\]@]{4,300}?(?=\.\.\.)/g

// Five and more words behind the name of a seed phrase. Words and gaps exclude each other, both are bounded.
const phrase =
  /((?:mnemonic|seed(?:[-_ ]?phrase)?|recovery[-_ ]?phrase)[\\"'[]{0,6}\s{0,3}(?:[:=]|is)\s{0,3}[\\"'[]{0,6})[a-z]{3,8}(?:[\s,+"'\\-]{1,6}[a-z]{3,8}){3,23}(?:[\s,+"'\\-]{1,6}[a-z]{0,8})?(?=\.\.\.)/gi

// Six bytes and more of a list. Numbers and commas exclude each other, both are bounded; tried only behind a bracket.
const list = /(?<=\[\s{0,4})\d{1,3}(?:\s{0,2},\s{0,4}\d{1,3}){5,63}\s{0,2},?\s{0,4}(?=\.\.\.)/g

/** Bytes in the order of a key: figures of a report are larger, or ascend. */
function isKeyLike(numbers: readonly number[]): boolean {
  return (
    numbers.every((number) => number < 256) &&
    numbers.some((number, at) => at > 0 && number < (numbers[at - 1] ?? 0))
  )
}

/** Secrets of which somebody who shortens texts has left the beginning. */
export const cutOff: RedactionRule = {
  name: 'cut-off',
  mustHide: [
    `bad signature 0x${'5a'.repeat(60)}...`,
    `got ${'5a'.repeat(64)}1...`,
    `the private key is 0x${'4f'.repeat(31)}...`,
    `signer key: ${'4f'.repeat(20)}...`,
    'no answer of https://shop:CANARYpass...',
    'mnemonic: canary canary canary canary canary cana...',
    'keypair [67,65,78,65,82,89,201,17,...',
    'bytes [67, 65, 78, 65, 82, 89, 201, 17...',
  ],
  mustKeep: [
    `tx 0x${'5a'.repeat(32)}...`,
    `data 0xa9059cbb${'5a'.repeat(128)}...`,
    'http://127.0.0.1:40389...',
    'https://h.example: no answer...',
    'the seed phrase is never asked for...',
    'latencies [12,15,19,40,91,99,...',
    'amounts [1000, 900, 800, 700, 600, 500, ...',
    'retries [3,1,2,...',
  ],
  mayMatch: (text) => text.includes('...'),
  apply: (text) =>
    text.includes('...')
      ? text
          .replace(signature, '[redacted:signature]')
          .replace(key, (_whole, name: string, joint: string) =>
            maskBehind(`${name}${joint}`, '[redacted:private-key]'),
          )
          .replace(password, '$1[redacted:userinfo]')
          .replace(phrase, (_whole, name: string) => maskBehind(name, '[redacted:mnemonic]'))
          .replace(list, (whole) =>
            isKeyLike(whole.match(/\d+/g)?.map(Number) ?? []) ? '[redacted:private-key]' : whole,
          )
      : text,
}
