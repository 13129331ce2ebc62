// Identifiers that are public on every chain family: addresses, hashes, UUIDs, CAIP ids. Short enough that neither a
// 64-byte signature (128 hex, 86 base64) nor a Solana key pair (87 or 88 base58) fits. One bounded class: linear.
const identifier = /^[A-Za-z0-9:._/-]{1,80}$/
// Fixed lengths of hex, and one bounded class behind a bounded look ahead: linear.
const evmAddress = /^0x[0-9a-fA-F]{40}$/
const hash = /^0x[0-9a-fA-F]{64}$/
const word = /^(?!.{0,60}[A-Za-z0-9]{45})[\w .:()/+-]{1,60}$/

// Runs that only keys, signatures and tokens have: longer than a hash with 0x. One class: linear.
const longRun = /[A-Za-z0-9+/_=-]{67,}/g
// Parts of a signature; 64 digits are a hash. One class: linear.
const hexRun = /\b[0-9a-fA-F]{45,66}\b/g
const maxSentence = 400

// `cookie=..`, `"api_key": ".."`: a name with a sign behind it; of a cookie all that follows. Bounded, and each part
// ends before a character that the next begins with: linear.
const named =
  /\b((?:set-)?cookies?|(?:x-)?api[_-]?key|passw(?:or)?d|secret|(?:access|auth|bearer|session)[_-]?token|authorization)(["'`]?\s{0,3}[=:]\s{0,3}["'`]?)([^\n"'`}]{1,400})/gi
// A scheme and a credential, which has a digit; a word such as "verification" has none. Bounded lookahead: linear.
const schemed = /\b(Bearer|Basic|Payment|Token) {1,3}(?=[A-Za-z+/._~=-]{0,40}\d)[A-Za-z0-9+/._~=-]{10,2000}/gi
const address = /\b[a-z][a-z0-9+.-]{1,12}:\/\/[^\s"'`<>()]{1,2000}/gi

/** An address in a sentence: neither user nor query, and no part of the path that could be a key. */
function withoutKeys(text: string): string {
  if (!URL.canParse(text)) return '[address hidden]'
  const { protocol, host, pathname } = new URL(text)
  const parts = pathname.split('/').map((part) => (part.length >= 16 && /\d/.test(part) ? '***' : part))
  const path = parts.join('/')
  return `${protocol}//${host}${path === '/' && !text.endsWith('/') ? '' : path}`
}

const isWord = (value: string) => !/\d/.test(value) && /^[a-z]{1,12}(?: [a-z]{1,12}){0,20}\.?$/i.test(value)

function withoutCredentials(text: string): string {
  return text
    .replace(address, withoutKeys)
    .replace(named, (all, name: string, sign: string, value: string) =>
      isWord(value.trim()) ? all : `${name}${sign}[hidden]`,
    )
    .replace(schemed, '$1 [hidden]')
}

/** Puts a field that is not shown into words. */
export type Hidden = (name: string) => void

/** An address or token id; null and told about when it is none by its looks (a pasted key must not come back). */
export function publicId(
  text: string | null,
  network: string | null,
  name: string,
  hidden: Hidden,
): string | null {
  if (text === null) return null
  const evm = network?.startsWith('eip155:') === true || /^0x/i.test(text)
  // Sui and Aptos addresses have 32 bytes; on EVM chains 32 bytes are no address but might be a key.
  const fits = network?.startsWith('eip155:')
    ? evmAddress.test(text) || /^[a-z]{1,20}$/.test(text)
    : evm
      ? evmAddress.test(text) || hash.test(text)
      : identifier.test(text)
  if (fits) return text
  hidden(`${name} is no address and is not shown`)
  return null
}

/** A transaction hash, a Solana signature or a UUID; null and told about otherwise. */
export function publicTx(text: string | null, name: string, hidden: Hidden): string | null {
  if (text === null) return null
  // A Solana transaction id is a signature itself, 86 to 88 base58 characters; it is public once it is on chain.
  // In hex that length is the most of a signature of an EVM chain.
  const isPart = /^[0-9a-fA-F]{65,}$/.test(text)
  if (hash.test(text) || (!isPart && /^[A-Za-z0-9-]{1,90}$/.test(text))) return text
  hidden(`${name} is no transaction id and is not shown`)
  return null
}

/** A short name such as a scheme, a network or a token; null and told about otherwise. */
export function publicWord(text: string | null, name: string, hidden: Hidden): string | null {
  if (text === null || word.test(text)) return text
  hidden(`${name} is no short name and is not shown`)
  return null
}

/** A sentence of a server without credentials and runs that could be a key or signature; at most 400 characters. */
export function publicSentence(text: string | null): string | null {
  if (text === null) return null
  const hidden = (run: string) => `[${run.length} characters hidden]`
  const shown = withoutCredentials(text)
    .replace(longRun, hidden)
    .replace(hexRun, (run) => (run.length === 64 ? run : hidden(run)))
  return shown.length > maxSentence ? `${shown.slice(0, maxSentence - 3)}...` : shown
}

/** A URL without user, query and fragment, where keys travel; null and told about when it is none. */
export function publicUrl(text: string | null, name: string, hidden: Hidden): string | null {
  if (text === null) return null
  if (URL.canParse(text)) {
    const url = new URL(text)
    if (['http:', 'https:'].includes(url.protocol)) return publicSentence(`${url.origin}${url.pathname}`)
    if (/^[a-z][a-z0-9+.-]{1,20}:$/.test(url.protocol) && identifier.test(text)) return text
  }
  const path = text.split(/[?#]/, 1)[0] ?? ''
  if (path.startsWith('/')) return publicSentence(path)
  hidden(`${name} is no URL and is not shown`)
  return null
}
