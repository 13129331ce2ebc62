/** The shapes that public ids have. Each says what a value may look like, never that it is harmless. */
export type Shape =
  | 'address'
  | 'account-path'
  | 'base58-key'
  | 'base58-signature'
  | 'caip2'
  | 'call-data'
  | 'decimal'
  | 'digest'
  | 'hash'
  | 'hex-word'
  | 'request-id'
  | 'run-id'
  | 'time'
  | 'trace'
  | 'ulid'
  | 'uuid'

// All anchored; every repetition is bounded or one class in front of a different character: linear.
const patterns: Readonly<Record<Shape, RegExp>> = {
  address: /^0x[0-9a-f]{40}$/i,
  // CAIP-10 and CAIP-19: a network, then an account or a token of it.
  'account-path': /^[a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}[:/][-.%a-zA-Z0-9:/]{1,100}$/,
  // 32 bytes: a Solana account, mint or block hash.
  'base58-key': /^[1-9A-HJ-NP-Za-km-z]{32,44}$/,
  // 64 bytes: a Solana transaction.
  'base58-signature': /^[1-9A-HJ-NP-Za-km-z]{80,88}$/,
  caip2: /^[a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/,
  'call-data': /^0x(?:[0-9a-f]{2})*$/i,
  decimal: /^[+-]?\d{1,80}(?:\.\d{1,80})?$/,
  // SHA-1 to SHA-512 in hex, perhaps with the name of the algorithm; entity tags.
  digest: /^(?:(?:sha(?:1|256|384|512)|md5)[:=-])?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/i,
  hash: /^(?:0x)?[0-9a-f]{64}$/i,
  'hex-word': /^(?:0x)?[0-9a-f]{1,40}$/i,
  'request-id': /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/,
  'run-id': /^\d{8}T\d{6}Z-[a-z-]{1,30}-[a-z0-9]{1,16}$/,
  time: /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/,
  // W3C trace context, AWS' X-Amzn-Trace-Id.
  trace: /^(?:[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}|(?:Root=)?1-[0-9a-f]{8}-[0-9a-f]{24})$/i,
  ulid: /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
}

/** Has the value this shape? */
export function hasShape(value: string, shape: Shape): boolean {
  return patterns[shape].test(value)
}

/** An id in the form in which it is compared: hex without regard to case and `0x`, a UUID in lower case. */
export function normalPublicId(value: string): string {
  if (hasShape(value, 'uuid')) return value.toLowerCase()
  const hex = /^(?:0x)?([0-9a-f]{16,})$/i.exec(value)?.[1]
  return hex === undefined ? value : hex.toLowerCase()
}
