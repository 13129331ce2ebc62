/** What an argument was taken for. */
export type SecretKind =
  | 'mnemonic'
  | 'pem'
  | 'jwt'
  | 'authorization'
  | 'token'
  | 'password-in-url'
  | 'signature'
  | 'payment'
  | 'key-or-hash'

// Every pattern is a prefix followed by one bounded character class, so none can run away.
const pem = /-----BEGIN [A-Z0-9 ]{3,40}-----/
const jwt = /eyJ[\w-]{8,2000}\.eyJ[\w-]{2,2000}\.[\w-]{0,2000}/
const authorization = /(?:bearer|basic)[\s:=]{1,3}[A-Za-z0-9._~+/-]{8,}/i
const passwordInUrl = /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/@:]{0,200}:[^\s/@]{1,500}@/i

// The published shapes of tokens that operators of paid APIs have at hand.
const tokens: readonly RegExp[] = [
  /gh[opusr]_\w{16,}/,
  /github_pat_\w{16,}/,
  /glpat-[\w-]{16,}/,
  /npm_\w{24,}/,
  /[sr]k_(?:live|test)_\w{10,}/,
  /whsec_[\w+/]{16,}/,
  /sk-[\w-]{20,}/,
  /xox[a-z]-[\w-]{10,}/,
  /A(?:KIA|SIA)[A-Z0-9]{16}/,
  /AIza[\w-]{30,}/,
  /\d{6,12}:AA[\w-]{30,}/,
  /AGE-SECRET-KEY-1\w{20,}/,
  /[xyz]prv\w{50,}/,
  /hooks\.slack\.com\/services\/\w/,
  /discord(?:app)?\.com\/api\/webhooks\/\w/,
  /fm2_\w{16,}/,
  /FlyV1 \w{8,}/,
]

// 64 or 65 bytes of hex: compact and full ECDSA signatures. 32 bytes: a private key, or a hash.
const signature = /(?<![0-9a-fA-F])(?:[0-9a-fA-F]{128}|[0-9a-fA-F]{130})(?![0-9a-fA-F])/
const thirtyTwoBytes = /(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])/
// A hash by itself, or a nonce behind its payer. Anchored, fixed lengths: linear.
const oneHash = /^(?:0x[0-9a-fA-F]{40}:)?(?:0x)?[0-9a-fA-F]{64}$/

// Twelve words of BIP-39's length in a row, with blanks, commas, numbers, quotes or hyphens between them, also
// behind a name (`SEED=`). Twelve times two bounded classes that share no character: linear.
const mnemonic = /(?<![a-z])[a-z]{3,8}(?:[\s\d,;.:+"'()[\]\\_=-]{1,8}[a-z]{3,8}){11}(?![a-z])/i

// The shortest of the shapes above and below has 15 characters, or one that is not among these. Anchored, one
// class: linear.
const plainWord = /^[\w.-]{0,14}$/

function isPaymentText(text: string): boolean {
  return text.includes('{') && /"(?:signature|payload|authorization)"\s{0,20}:/.test(text)
}

/** Is a piece of this text base64 of a payment payload? The terms of a 402 (`accepts`) are not secret. */
function holdsPayment(value: string): boolean {
  if (isPaymentText(value)) return true
  const pieces = value.split(/[^A-Za-z0-9+/_-]+/).filter((piece) => piece.length >= 24)
  // Glued to a flag or a path, the object begins inside the piece (`-peyJ..`).
  const starts = pieces.flatMap((piece) => [
    piece,
    piece.slice(Math.max(0, piece.search(/e[yw][A-Za-z0-9]/))),
  ])
  return starts.some((piece) => isPaymentText(Buffer.from(piece, 'base64').toString('latin1')))
}

/**
 * What secret an argument looks like, or null. `position` says what may stand there: in a `hash` position
 * 32 bytes of hex are a transaction, a block or a nonce; anywhere else they could be a private key.
 * The answer never holds the value.
 */
export function looksLikeSecret(value: string, position: 'hash' | 'other'): SecretKind | null {
  if (plainWord.test(value) || (position === 'hash' && oneHash.test(value))) return null
  if (pem.test(value)) return 'pem'
  if (jwt.test(value)) return 'jwt'
  if (authorization.test(value)) return 'authorization'
  if (tokens.some((token) => token.test(value))) return 'token'
  if (passwordInUrl.test(value)) return 'password-in-url'
  if (signature.test(value)) return 'signature'
  if (holdsPayment(value)) return 'payment'
  if (thirtyTwoBytes.test(value)) return 'key-or-hash'
  return mnemonic.test(value) ? 'mnemonic' : null
}
