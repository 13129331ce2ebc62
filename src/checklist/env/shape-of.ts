import type { Entry } from './parse.ts'
import type { Fault, Shape } from './shapes.ts'

// All anchored on both ends and of fixed or bounded length: linear.
const evmAddress = /^0x[0-9a-fA-F]{40}$/
const solanaAddress = /^[1-9A-HJ-NP-Za-km-z]{32,44}$/
const network =
  /^(?:[a-z0-9-]{3,8}:[-_a-zA-Z0-9]{1,64}|base|base-sepolia|solana|solana-devnet|polygon|avalanche)$/
const switchWord = /^(?:true|false|yes|no|on|off|enabled|disabled|1|0)$/i
const number = /^[+-]?\d{1,20}(?:\.\d{1,20})?$/
const hexKey = /^(?:0x)?[0-9a-fA-F]{64}$/
const word = /^[a-z]{3,8}$/
const stand =
  /^(?:changeme|change-me|replace[-_ ]?me|todo|xxx{0,20}|your[-_ ].{0,80}|<.{0,80}>|example|placeholder|0x0{40})$/i
const signerName = /PRIVATE|MNEMONIC|SEED|SIGNER|WALLET_SECRET|WALLET_KEY/i
const otherSecret = /API|TOKEN|WEBHOOK|HASH|DIGEST|SALT|COOKIE|SESSION|HMAC/i
const phraseLengths: readonly number[] = [12, 15, 18, 21, 24]

/** The address in a value; null when it is none. */
export function addressIn(value: string): URL | null {
  const text = value.trim()
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : null
}

/** Is it a host of this machine, which nobody outside can reach? */
export function isOwnMachine({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
}

function isPhrase(text: string): boolean {
  const words = text.split(/ {1,4}/)
  return phraseLengths.includes(words.length) && words.every((each) => word.test(each))
}

// 64 digits alone may be a session secret; with the sign of a chain, or under such a name, they sign payments.
function isSigningKey(name: string, text: string): boolean {
  if (text.includes('PRIVATE KEY-----')) return !otherSecret.test(name) || signerName.test(name)
  if (!hexKey.test(text)) return false
  return signerName.test(name) || (text.startsWith('0x') && !otherSecret.test(name))
}

/** What a value looks like. Pure; the value itself is not in what comes back. */
export function shapeOf({ name, value }: Pick<Entry, 'name' | 'value'>): Shape {
  const text = value.trim()
  if (text === '') return 'empty'
  if (stand.test(text)) return 'a placeholder'
  if (isSigningKey(name, text)) return 'a signing key'
  if (isPhrase(text)) return 'a seed phrase'
  if (switchWord.test(text)) return 'a switch'
  if (number.test(text)) return 'a number'
  const url = addressIn(text)
  if (url !== null) {
    if (isOwnMachine(url)) return 'an address of this machine'
    return url.protocol === 'https:' ? 'an https address' : 'an http address'
  }
  if (network.test(text)) return 'a network'
  if (evmAddress.test(text) || solanaAddress.test(text)) return 'an account address'
  return 'text'
}

/** What is wrong with how a value is written. */
export function faultsOf({ value, quoted }: Pick<Entry, 'value' | 'quoted'>): readonly Fault[] {
  const text = value.trim()
  const url = addressIn(text)
  return [
    ...(quoted && text !== value ? (['blanks at the ends'] as const) : []),
    ...(/^["']|["']$/.test(text) ? (['quotes inside'] as const) : []),
    ...(text.endsWith('\\n') ? (['a written \\n'] as const) : []),
    ...(url !== null && url.password !== '' ? (['a password in the address'] as const) : []),
  ]
}
