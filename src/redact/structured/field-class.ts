import { alone } from '../text-memory.ts'
import { amountFields, publicFields, timeFields } from './field-names.ts'
import type { ValueOrigin } from './hide.ts'
import { hasShape, type Shape } from './shapes.ts'

/**
 * What stands in a field, by its name and the names above it. `unknown` is treated as free text. `public-id`
 * lists the shapes that a value must have to count as one: under a public name anything else is text. `token` is
 * the address or the symbol of a currency, else a secret; `signature` the id of a Solana transaction, else one.
 */
export type FieldClass =
  | { readonly class: 'public-id'; readonly shapes: readonly Shape[]; readonly origin: ValueOrigin }
  | { readonly class: 'amount' }
  | { readonly class: 'time' }
  | { readonly class: 'text' }
  | { readonly class: 'token' }
  | { readonly class: 'signature' }
  | { readonly class: 'secret'; readonly kind: string; readonly strict: boolean }
  | { readonly class: 'unknown' }

const unknown: FieldClass = { class: 'unknown' }
const text: FieldClass = { class: 'text' }
const tokenClass: FieldClass = { class: 'token' }

/** A field name as names are compared: lower case, without separators. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_.\s$]/g, '')
}

function singular(name: string): readonly string[] {
  if (!name.endsWith('s')) return [name]
  return name.endsWith('es') ? [name, name.slice(0, -1), name.slice(0, -2)] : [name, name.slice(0, -1)]
}

const byName = new Map<string, FieldClass>()
const add = (names: readonly string[], found: FieldClass) => {
  for (const name of names) if (!byName.has(name)) byName.set(name, found)
}
for (const { names, shapes, origin } of publicFields) {
  add(names, { class: 'public-id', shapes, origin })
}
add(['token'], tokenClass)
add(amountFields, { class: 'amount' })
add(timeFields, { class: 'time' })
add(['message', 'msg', 'text', 'error', 'description', 'body', 'note', 'why', 'reason', 'title'], text)

// Names whose value is a secret whatever it looks like. `strict`: numbers and everything below it, too.
// Alternations of fixed words between anchors: linear.
const strictSecret =
  /^(?:.{0,40}(?:password|passwd|passphrase|secret|mnemonic|privatekey|privkey|secretkey|seedphrase|recoveryphrase)s?|pwd|pin|otp|seed|(?:http|x)?(?:set)?cookies?2?|credentials?|(?:x|http)?apikeys?|keystore)$/
const secret =
  /^(?:pass|.{0,40}(?:apikey|apisecret|accesskey|accesskeyid|signingkey|encryptionkey|webhookkey|masterkey|deploykey|adminkey|walletkey|sessionkey|servicekey|authkey|evmkey|signerkey|hmackey|rpckey|sharedkey|accountkeyjson)s?|.{0,40}(?:access|refresh|bearer|auth|api|session|admin|metrics|bot|csrf|xsrf|deploy|id|security|github|npm|slack|vault|personal|reset|verification)tokens?|(?:proxy|x|http)?authorization|jwt|bearer|dsn|sessionid|sid|permissioncontext|sig|(?:http)?paymentsignature|(?:http)?xpayment|(?:http)?signinwithx|piprailsignature)$/
const token = /^.{0,40}tokens?$/

/** Parents in which `signature` is one and `transaction` is the payment itself, not the name of a transaction. */
const signedParents = new Set([
  ...['payload', 'payment', 'paymentpayload', 'authorization', 'voucher', 'permit', 'permit2authorization'],
  ...['signinwithx', 'deposit', 'xpayment', 'paymentsignature', 'offer', 'receipt', 'extensions'],
])

function signatureClass(parent: string): FieldClass {
  if (signedParents.has(parent)) return { class: 'secret', kind: 'signature', strict: false }
  return { class: 'signature' }
}

// Of a secret only these words may stand in its tag: the name of a field is text from outside.
const kinds: readonly (readonly [part: RegExp, kind: string])[] = [
  [/pass|pwd|^pin$|^otp$/, 'password'],
  [/mnemonic|seed|recovery/, 'mnemonic'],
  [/priv|walletkey|evmkey|signerkey|keystore/, 'private-key'],
  [/cookie|session|^sid$/, 'cookie'],
  [/payment|signinwithx|permission/, 'payment'],
  [/^sig|signature/, 'signature'],
  [/token|jwt|bearer/, 'token'],
  [/authorization|credential/, 'credential'],
  [/key/, 'key'],
]

function kindOf(name: string): string {
  return kinds.find(([part]) => part.test(name))?.[1] ?? 'secret'
}

function secretClass(name: string): FieldClass | undefined {
  if (strictSecret.test(name)) return { class: 'secret', kind: kindOf(name), strict: true }
  return secret.test(name) ? { class: 'secret', kind: kindOf(name), strict: false } : undefined
}

function classify(name: string, parent: string): FieldClass {
  if (name === 'transaction' && signedParents.has(parent)) {
    return { class: 'secret', kind: 'payment', strict: false }
  }
  for (const one of singular(name)) {
    const known = byName.get(one)
    if (known !== undefined) return known
  }
  const secretOne = secretClass(name)
  if (secretOne !== undefined) return secretOne
  if (/^.{0,40}signatures?$/.test(name)) {
    return signatureClass(name.startsWith('signature') ? parent : 'payload')
  }
  return token.test(name) ? tokenClass : unknown
}

// By the outer, then the inner name: the same few names come again and again.
const remembered = new Map<string, Map<string, FieldClass>>()
const mostRemembered = 256
const longestRemembered = 80

function remember(outer: string, last: string, found: FieldClass): void {
  if (outer.length > longestRemembered || last.length > longestRemembered) return
  const known = remembered.get(outer)
  if (known !== undefined && known.size < mostRemembered) {
    known.set(alone(last), found)
    return
  }
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(alone(outer), new Map([[alone(last), found]]))
}

/**
 * The class of a field by the names that lead to it, outermost first. Names are compared without case and
 * separators; a dotted name (`settle.transaction`) counts as a path. List items have the path of their list.
 * `$bigint`, which our own files put around big numbers, has the class of the field it stands in.
 */
export function classOfField(path: readonly string[]): FieldClass {
  const last = path[path.length - 1] ?? ''
  if (last === '$bigint') return classOfField(path.slice(0, -1))
  const outer = path[path.length - 2] ?? ''
  const known = remembered.get(outer)?.get(last)
  if (known !== undefined) return known
  const found = classOfNames(outer, last)
  remember(outer, last, found)
  return found
}

function classOfNames(outer: string, last: string): FieldClass {
  const parts = `${outer}.${last}`.split('.').filter((part) => part !== '')
  const name = plainName(parts.at(-1) ?? '')
  const whole = plainName(last)
  const parent = plainName(parts.at(-2) ?? '')
  const found = classify(name, parent)
  // `req.id` is a request id by its last two names together.
  const isVague = found.class === 'unknown' || ['id', 'token', 'key'].includes(name)
  const joined = isVague ? classify(parent + name, '') : unknown
  return secretClass(whole) ?? (joined.class === 'unknown' ? found : joined)
}

/** Has a value of a public-id field one of the shapes of that field? */
export function isPublicShape(value: string, shapes: readonly Shape[]): boolean {
  return shapes.some((shape) => hasShape(value, shape))
}

/**
 * Is it the hash of a transaction in an operator's record of a payment (`payment.transaction`)? In a payment itself
 * that field holds the signed transaction, which is longer.
 */
export function isRecordedHash(value: string, path: readonly string[]): boolean {
  if (value.length !== 66 || plainName(path.at(-1) ?? '') !== 'transaction') return false
  return plainName(path.at(-2) ?? '') === 'payment' && hasShape(value, 'hash')
}
