import { decodeBase64Json } from './base64-json.ts'
import { field, isJsonObject, textField } from './fields.ts'

/**
 * A challenge of the Payment authentication scheme (`WWW-Authenticate: Payment`), without its opaque parts. The
 * money stands in `request`, whose fields depend on the method: the usual ones are read, null where they are absent.
 */
export type MppChallenge = {
  readonly id: string | null
  readonly realm: string | null
  readonly method: string | null
  readonly intent: string | null
  readonly expires: string | null
  readonly amount: string | null
  readonly currency: string | null
  readonly recipient: string | null
}

// RFC 9110 section 11.2: a scheme or parameter name, and a quoted or plain value. Sticky, so each attempt begins
// where the last one ended; bounded parts that share no character with what follows: linear.
const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}/y
const quoted = /"((?:[^"\\]|\\.)*)"/sy
const plain = /[^\s,"]{1,70000}/y
const between = /[\s,]*/y

function take(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from
  return pattern.exec(text)
}

type Parameters = Record<string, string>

/** The parameter lists of every `Payment` challenge in a header that may hold challenges of other schemes, too. */
function paymentParameters(header: string): readonly Parameters[] {
  const found: Parameters[] = []
  let current: Parameters | null = null
  let at = 0
  while (at < header.length && found.length < 50) {
    at += take(between, header, at)?.[0].length ?? 0
    const name = take(token, header, at)?.[0]
    if (name === undefined) {
      at += 1
      continue
    }
    at += name.length
    if (header[at] !== '=') {
      current = name.toLowerCase() === 'payment' ? {} : null
      if (current !== null) found.push(current)
      continue
    }
    const value = take(quoted, header, at + 1) ?? take(plain, header, at + 1)
    at += 1 + (value?.[0].length ?? 0)
    if (current !== null && value !== null && !Object.hasOwn(current, name.toLowerCase()))
      current[name.toLowerCase()] = (value[1] ?? value[0]).replaceAll(/\\(.)/gs, '$1')
  }
  return found
}

/** A challenge and what does not conform in it. */
export type ReadChallenge = { readonly value: MppChallenge; readonly problems: readonly string[] }

function readChallenge(parameters: Parameters): ReadChallenge {
  const problems: string[] = []
  for (const key of ['id', 'realm', 'method', 'intent', 'request'])
    if (field(parameters, key) === undefined) problems.push(`${key} is missing`)
  const request = textOf(parameters, 'request')
  const decoded = request === null ? null : decodeBase64Json(request)
  if (decoded !== null && !decoded.ok) problems.push(`request is ${decoded.problem}`)
  const terms = decoded?.ok ? decoded.value : null
  if (decoded?.ok && !isJsonObject(terms)) problems.push('request is not base64url of a JSON object')
  const ignored: string[] = []
  return {
    value: {
      id: textField(parameters, 'id', problems),
      realm: textField(parameters, 'realm', problems),
      method: textField(parameters, 'method', problems),
      intent: textField(parameters, 'intent', problems),
      expires: textField(parameters, 'expires', problems),
      amount: textField(terms, 'amount', problems, 'request.amount'),
      currency: textField(terms, 'currency', ignored),
      recipient: textField(terms, 'recipient', ignored),
    },
    problems,
  }
}

function textOf(parameters: Parameters, key: string): string | null {
  const value = field(parameters, key)
  return typeof value === 'string' ? value : null
}

/**
 * The `Payment` challenges of a `WWW-Authenticate` header, at most 50; empty when it holds none. Never throws.
 *
 * @example readMppChallenges('Payment id="a", realm="r", method="tempo", intent="charge", request="e30"')
 */
export function readMppChallenges(header: string): readonly ReadChallenge[] {
  return paymentParameters(header)
    .filter((parameters) => Object.keys(parameters).length > 0)
    .map(readChallenge)
}

/** What a paid `Payment-Receipt` or a credential says, without the proof of payment. */
export type MppReceipt = {
  readonly method: string | null
  readonly reference: string | null
  readonly status: string | null
  readonly timestamp: string | null
}

/** The public part of an `Authorization: Payment` credential: which challenge it answers. */
export type MppCredential = {
  readonly id: string | null
  readonly realm: string | null
  readonly method: string | null
  readonly intent: string | null
  readonly source: string | null
}

/** Reads the JSON of a receipt. Never throws. */
export function readMppReceipt(json: unknown, problems: string[]): MppReceipt {
  const read = (key: string) => textField(json, key, problems)
  return {
    method: read('method'),
    reference: read('reference'),
    status: read('status'),
    timestamp: read('timestamp'),
  }
}

/** Reads the JSON of a credential. Never throws; the proof in `payload` does not come back. */
export function readMppCredential(json: unknown, problems: string[]): MppCredential {
  const challenge = field(json, 'challenge')
  const read = (key: string) => textField(challenge, key, problems, `challenge.${key}`)
  return {
    id: read('id'),
    realm: read('realm'),
    method: read('method'),
    intent: read('intent'),
    source: textField(json, 'source', problems),
  }
}
