import type { HttpRequest } from '../../core/ports.ts'
import type { Refusal, Target } from './target.ts'

// RFC 9110 5.6.2 token; bounded, one character class, linear.
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/
// RFC 9110 5.5 field value without obs-text; one character class, linear.
const fieldValue = /^[\t\x20-\x7e]{0,16384}$/
const method = /^[A-Z]{1,20}$/

const ours: readonly string[] = ['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'te']
const credentials: readonly string[] = ['cookie', 'authorization', 'proxy-authorization']
const payments: readonly string[] = ['payment-signature', 'x-payment', 'payment']

/** The only value that a payment header ever carries: it cannot be a payment. */
const notAPayment = 'not-a-payment'

function refusalOfHeader(name: string, value: string): Refusal | undefined {
  if (!token.test(name) || !fieldValue.test(value)) {
    return { code: 'HEADER_UNUSABLE', detail: 'a request header holds characters that HTTP does not allow' }
  }
  if (ours.includes(name)) return { code: 'HEADER_OURS', detail: `the header ${name} is not the caller's` }
  if (credentials.includes(name)) {
    return { code: 'HEADER_CREDENTIAL', detail: `requests never carry ${name}` }
  }
  if (payments.includes(name) && value !== notAPayment) {
    return { code: 'HEADER_PAYMENT', detail: `requests never carry a payment (${name})` }
  }
  return undefined
}

// RFC 6750 b64token, and what tokens of today hold beside it; bounded, one character class, linear.
const bearer = /^[!#-~]{1,4096}$/

/** A token opens a door of the operator's own service: nobody else is shown it, and nobody on the way. */
function refusalOfToken({ token }: HttpRequest, { tls, trust, loopback }: Target): Refusal | undefined {
  if (token === undefined) return undefined
  if (trust !== 'operator') {
    return { code: 'TOKEN_TO_STRANGER', detail: 'a token is never sent to an address that a server named' }
  }
  if (!tls && !loopback) return { code: 'TOKEN_IN_CLEAR', detail: 'a token is never sent over plain http' }
  if (bearer.test(token.reveal())) return undefined
  return { code: 'TOKEN_UNUSABLE', detail: `${token.label} holds characters that no header may carry` }
}

/**
 * Why this request must not be sent, or undefined when it may: no cookie, no credential but a token for the
 * operator's own service, no payment but the constant that is none, nothing that could smuggle a second request.
 */
export function refusalOf(request: HttpRequest, target: Target): Refusal | undefined {
  if (!method.test(request.method) || request.method === 'CONNECT' || request.method === 'TRACE') {
    return { code: 'METHOD_REFUSED', detail: 'this method is never sent' }
  }
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    const refusal = refusalOfHeader(name.toLowerCase(), value)
    if (refusal !== undefined) return refusal
  }
  return refusalOfToken(request, target)
}

function credentialOf({ token, tokenHeader }: HttpRequest): Readonly<Record<string, string>> {
  if (token === undefined) return {}
  return tokenHeader === undefined
    ? { authorization: `Bearer ${token.reveal()}` }
    : { [tokenHeader]: token.reveal() }
}

/** The headers to send, names in lower case: ours first, then the caller's, which may replace ours. */
export function headersOf(request: HttpRequest, userAgent: string): Readonly<Record<string, string>> {
  // In a loop and not by spreading: this is done for every request.
  const all: Record<string, string> = {
    accept: '*/*',
    'accept-encoding': 'gzip, br, deflate',
    'user-agent': userAgent,
  }
  const { headers = {} } = request
  for (const name of Object.keys(headers)) all[name.toLowerCase()] = headers[name] ?? ''
  return request.token === undefined ? all : { ...all, ...credentialOf(request) }
}
