import { maskBehind } from './mask-behind.ts'
import type { RedactionRule } from './rule.ts'

// A name that says "key" and 32 bytes of hex behind it. A fixed word, bounded separators, a bounded value.
const labelled =
  /((?:priv(?:ate)?|secret|signer|wallet|evm)[-_ ]?key|seed(?:[-_ ]phrase)?|mnemonic)(\b[\\"']{0,4}\s{0,3}(?:[:=]|is)\s{0,3}[\\"']{0,4})(?:0x)?[0-9a-f]{64}(?![0-9a-f])/gi

// Assignments to a name that says "secret", with a value that is no word of prose.
const assigned =
  /((?:password|passwd|client[-_]?secret|api[-_]?secret|api[-_]?key)[\\"']{0,4}\s{0,3}[:=]\s{0,3}[\\"']{0,4})([^\s"'\\,;&{}[\]()]{6,400})/gi

const prose = /^[A-Za-z]?[a-z-]{0,30}[.:]?$/

/** Keys and passwords that stand behind their name. Without the name, 64 hex digits are a hash and stay. */
export const labelledKeys: RedactionRule = {
  name: 'labelled-keys',
  mustHide: [
    `EVM_PRIVATE_KEY=0x${'4f'.repeat(32)}`,
    `"privateKey": "${'4F'.repeat(32)}"`,
    `private key is 0x${'4f'.repeat(32)}`,
    'password: CANARY-0123',
    '{"api_key":"CANARY0123456789"}',
    'CDP_API_SECRET=CANARY0123456789==',
  ],
  mustKeep: [
    `tx 0x${'4f'.repeat(32)}`,
    `nonce: 0x${'4f'.repeat(32)}`,
    `idempotency key 0x${'4f'.repeat(32)}`,
    'password: required',
    'api_key: not-configured',
    'the private key is never asked for',
  ],
  apply: (text) =>
    text
      .replace(labelled, (_whole, name: string, joint: string) =>
        maskBehind(`${name}${joint}`, '[redacted:private-key]'),
      )
      .replace(assigned, (whole, name: string, value: string) =>
        prose.test(value) ? whole : maskBehind(name, '[redacted:secret]'),
      ),
}
