import { maskBehind } from './mask-behind.ts'
import type { RedactionRule } from './rule.ts'

// A name that says "key" and 32 bytes of hex behind it. A fixed word, bounded separators, a bounded value.
const labelled =
  /((?:priv(?:ate)?|secret|signer|wallet|evm)[-_ ]?key|seed(?:[-_ ]phrase)?|mnemonic)(\b[\\"']{0,4}\s{0,3}(?:[:=]|is)\s{0,3}[\\"']{0,4})(?:0x)?[0-9a-f]{64}(?![0-9a-f])/gi

// Assignments to a name that says "secret", with a value that is no word of prose.
const assigned =
  /((?:password|passwd|client[-_]?secret|api[-_]?secret|api[-_]?key)[\\"']{0,4}\s{0,3}[:=]\s{0,3}[\\"']{0,4})([^\s"'\\,;&{}[\]()]{6,400})/gi

// Names of tokens and secrets, never a bare `token` (in x402 an address): the value must hold a digit and a
// letter. A fixed word, bounded separators, one bounded class; the lookahead reads at most 40 characters.
const named =
  /((?:(?:access|auth|bot|id|refresh|session|service|admin|security)[-_]?token|(?:[a-z]{2,20}[-_])?secret|private[-_]?key|secret[-_]?key|wallet[-_]?key)[\\"']{0,4}\s{0,3}[:=]\s{0,3}[\\"']{0,4})(?=[A-Za-z_.+/=-]{0,40}\d)(?=[0-9_.+/=-]{0,40}[A-Za-z])([A-Za-z0-9_.+/=-]{12,400})/gi

// Twelve and more words behind the name of a seed phrase, however they are separated. Words and gaps
// exclude each other, and both are bounded.
const phrase =
  /((?:mnemonic|seed(?:[-_ ]?phrase)?|recovery[-_ ]?phrase)[\\"'[]{0,6}\s{0,3}(?:[:=]|is)\s{0,3}[\\"'[]{0,6})[a-z]{3,8}(?:[\s,+"'\\-]{1,6}[a-z]{3,8}){11,23}/gi

// Each of the above holds one of these words. Fixed words: linear.
const names =
  /(?:priv(?:ate)?|secret|signer|wallet|evm|api)[-_ ]?key|seed|phrase|mnemonic|passw|secret|token/i

const prose = /^[A-Za-z]?[a-z-]{0,30}[.:]?$/

const address = /^0x[0-9a-f]{40}$/i
// With 64 digits the first rule decides.
const hash = /^(?:0x)?[0-9a-f]{64}$/i

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
    'CDP_WALLET_SECRET="CANARY0123456789CANARY"',
    '{"access_token": "CANARY0123456789"}',
    'PRIVATE_KEY=4CANARYsoLanaKeyInBase58',
    'MNEMONIC="canary canary canary canary canary canary canary canary canary canary canary canary"',
    '{"mnemonic":["canary","canary","canary","canary","canary","canary","canary","canary","canary","canary","canary","canary"]}',
  ],
  mustKeep: [
    `tx 0x${'4f'.repeat(32)}`,
    `nonce: 0x${'4f'.repeat(32)}`,
    `idempotency key 0x${'4f'.repeat(32)}`,
    'password: required',
    'rpc: {secret: {env: RPC_A_2}}',
    'secret: env:RPC_A',
    'token: 0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
    'the seed phrase is never asked for, and no command of this tool will ever take one from you',
    'api_key: not-configured',
    'the private key is never asked for',
  ],
  apply: (text) =>
    text
      .replace(labelled, (_whole, name: string, joint: string) =>
        maskBehind(`${name}${joint}`, '[redacted:private-key]'),
      )
      .replace(phrase, (_whole, name: string) => maskBehind(name, '[redacted:mnemonic]'))
      .replace(named, (whole, name: string, value: string) =>
        address.test(value) || hash.test(value) ? whole : maskBehind(name, '[redacted:secret]'),
      )
      .replace(assigned, (whole, name: string, value: string) =>
        prose.test(value) ? whole : maskBehind(name, '[redacted:secret]'),
      ),
  mayMatch: (text) => names.test(text),
}
