/**
 * The variables of a service that everybody may see: they stand in its documentation and in what it
 * answers, so hiding them would hide the evidence.
 */
export const publicVariables: readonly string[] = [
  'X402_ENABLED',
  'X402_NETWORK',
  'X402_EVM_PAY_TO',
  'X402_FACILITATOR_URL',
  'PUBLIC_BASE_URL',
  'PROOF_PUBLIC_BASE_URL',
  'CORS_ORIGIN',
]

// The words of a name that say "secret". AUTHOR is not AUTH, AUTHORIZATION is. Plain alternation: linear.
const secretName =
  /KEY|SECRET|TOKEN|PASS|PRIVATE|MNEMONIC|SEED|CREDENTIAL|AUTH(?!ORS?(?:_|$))|COOKIE|DSN|WEBHOOK/i
const strongName = /SECRET|PASS|PRIVATE|MNEMONIC|SEED/i
const keyParameter = /key|token|secret|auth|pass|sig/i

const shortest = 8

// Each pattern is anchored on both ends and its repeated classes share no character with what follows.
const plain: readonly RegExp[] = [
  /^0x[0-9a-fA-F]{40}$/,
  /^(?:eip155|solana|cosmos|stellar|aptos|sui|near|bip122|polkadot|hedera|algorand):[-_a-zA-Z0-9]{1,64}$/,
  /^(?:true|false|yes|no|on|off|enabled|disabled)$/i,
  /^[+-]?\d{1,20}(?:\.\d{1,20})?$/,
]
const plainHost = /^(?:localhost|(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/

/** Letters and digits in one piece, too long for a word: what a key looks like and a folder does not. */
function isDense(text: string): boolean {
  return text.length >= 20 && /\d/.test(text) && /[a-z]/i.test(text) && /^[A-Za-z0-9+=]+$/.test(text)
}

function isPlainPath(text: string): boolean {
  if (!/^(?:~?\/|\.{1,2}\/|[A-Za-z]:\\)/.test(text)) return false
  return !text.split(/[/\\]/).some(isDense) && !text.endsWith('=')
}

/** Does the name of a variable say that its value is a secret? */
export function namesSecret(name: string): boolean {
  return secretName.test(name)
}

/**
 * Is it a value that nobody has to hide: an address, a CAIP-2 id, a switch, a number, a plain path or host? A
 * host is none of these under a name such as PASSWORD.
 */
export function isPlainValue(name: string, text: string): boolean {
  if (plain.some((pattern) => pattern.test(text))) return true
  if (isPlainPath(text)) return true
  // A password may look like a host ("correct.horse"); a variable that only names a service may not be one.
  return !strongName.test(name) && plainHost.test(text)
}

function decoded(text: string): readonly string[] {
  try {
    return [...new Set([text, decodeURIComponent(text)])]
  } catch {
    return [text]
  }
}

function isKeySegment(segment: string, index: number, segments: readonly string[]): boolean {
  if (segment.length < 16 || /^0x[0-9a-fA-F]{40}$/.test(segment)) return false
  if (/^(?:v\d|rpc|services|webhooks|bot)$/i.test(segments[index - 1] ?? '')) return true
  if (/^(?:tx|block|blocks|hash|transaction)$/i.test(segments[index - 1] ?? '')) return false
  return (/\d/.test(segment) && /[a-z]/i.test(segment)) || /^[A-Za-z]{24,}$/.test(segment)
}

/** The credential parts of what is not quite a URL, such as a password with an unescaped slash. */
function looseUserinfo(text: string): readonly string[] {
  const start = text.indexOf('://')
  const end = text.lastIndexOf('@')
  const colon = text.indexOf(':', start + 3)
  return start > 0 && colon > 0 && colon < end ? [text.slice(colon + 1, end)] : []
}

/** The parts of a URL that open a door: password, token in the user name, key in path, query or fragment. */
function credentialParts(text: string): readonly string[] {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return looseUserinfo(text)
  }
  const segments = url.pathname.split('/')
  // A long user name is a token (git hosts take it there); a short one, such as postgres, is a name.
  const user = url.username.length >= 16 ? [url.username] : []
  const query = [...url.searchParams].flatMap(([name, value]) =>
    keyParameter.test(name) || isDense(value) || isDense(name) ? [isDense(name) ? name : value] : [],
  )
  const fragment = isDense(url.hash.slice(1)) ? [url.hash.slice(1)] : []
  return [...user, url.password, ...segments.filter(isKeySegment), ...query, ...fragment].flatMap(decoded)
}

// Scheme, then everything up to a separator of lists; the classes exclude the separators: linear.
const urls = /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s,;"'<>]{1,4096}/gi

/** Who writes a password into a public address did not mean to publish it. */
function passwordsIn(text: string): readonly string[] {
  const passwords = [...text.matchAll(urls)].flatMap(([url]) =>
    URL.canParse(url) ? decoded(new URL(url).password) : looseUserinfo(url),
  )
  return passwords.filter((password) => password.length >= shortest)
}

/**
 * The values of one environment variable that must not be printed: the value itself when the name says
 * secret, and the credential parts of every URL in it; of a public variable only the password in a URL.
 * Never fewer than 8 characters, never an address, CAIP-2 id, boolean, number, plain path or plain host.
 */
export function secretsOfVariable(name: string, value: string): readonly string[] {
  const text = value.trim()
  if (publicVariables.includes(name)) return passwordsIn(text)
  // Most variables: every start reads all of them.
  if (!text.includes('://') && !secretName.test(name)) return []
  const parts = [...text.matchAll(urls)].flatMap(([url]) => credentialParts(url))
  const isUrl = /^[a-z][a-z0-9+.-]{0,30}:\/\//i.test(text)
  const whole =
    secretName.test(name) && (!isUrl || parts.some((part) => part.length >= shortest)) ? [text] : []
  const found = [...whole, ...parts].filter((item) => item.length >= shortest && !isPlainValue(name, item))
  return [...new Set(found)]
}
