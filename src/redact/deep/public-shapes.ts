// Shapes that are public by themselves. All sticky and bounded: each is tried where a word begins.
const shapes: readonly RegExp[] = [
  // EVM address; a function's selector is too short to be looked at.
  /0x[0-9a-fA-F]{40}(?![0-9a-zA-Z])/y,
  // A word of a chain that says yes or no, such as the state of an authorization in a proof.
  /0x0{63}[01](?![0-9a-zA-Z])/y,
  // Trace context of W3C and of AWS.
  /[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(?![0-9a-zA-Z])/y,
  /Root=1-[0-9a-f]{8}-[0-9a-f]{24}/y,
  // ULID.
  /[0-7][0-9A-HJKMNP-TV-Z]{25}(?![0-9a-zA-Z])/y,
  // CAIP-2, with an account or asset behind it where that is an EVM address.
  /(?:eip155:\d{1,12}|solana:[1-9A-HJ-NP-Za-km-z]{32}|cosmos:[a-z0-9-]{1,32}|bip122:[0-9a-f]{32})(?:[:/](?:erc20:)?0x[0-9a-fA-F]{40})?(?![0-9a-zA-Z])/y,
  // Digests that say so.
  /sha(?:1|256|384|512)[:=-](?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{40}|[A-Za-z0-9+/]{43,86}={0,2})(?![0-9a-zA-Z])/iy,
  // Dates with times, compact ones, and ids that begin with one.
  /\d{4}-\d\d-\d\d[T_ ]?\d\d[:-]?\d\d(?:[:-]?\d\d)?(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?(?![0-9a-zA-Z])/y,
  /\d{8}T\d{6}Z(?:-[a-z-]{1,30}-[a-z0-9]{1,8})?(?![0-9a-zA-Z])/y,
  // Versions with a build behind them.
  /v?\d{1,6}\.\d{1,6}\.\d{1,6}(?:[-+][0-9A-Za-z.-]{1,40})?(?![0-9a-zA-Z])/y,
  // A pod of Kubernetes, which makes its names of signs without vowels.
  /[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,20}){0,4}-[bcdfghjklmnpqrstvwxz2456789]{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5}(?![0-9a-zA-Z_-])/y,
  // IPv6.
  /(?:[0-9a-fA-F]{1,4}:){3,7}(?::?[0-9a-fA-F]{1,4}){1,6}(?![0-9a-zA-Z:])/y,
]

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-zA-Z])/iy

/** Where the public shape that begins at `start` ends; undefined when none does. A UUID is `uuid`'s own matter. */
export function publicShapeEnd(text: string, start: number): number | undefined {
  for (const shape of shapes) {
    shape.lastIndex = start
    if (shape.test(text)) return shape.lastIndex
  }
  return undefined
}

/** Where the UUID that begins at `start` ends; undefined when there is none. Tokens may be UUIDs, too. */
export function uuidEnd(text: string, start: number): number | undefined {
  uuid.lastIndex = start
  return uuid.test(text) ? uuid.lastIndex : undefined
}
