const kept = new Set([
  ...['date', 'age', 'content-type', 'content-length', 'cache-control', 'vary', 'allow', 'retry-after'],
  ...['location', 'www-authenticate', 'server-timing', 'payment-required', 'payment-response'],
  ...['x-payment-response', 'extension-responses', 'request-id', 'x-request-id', 'x-correlation-id'],
  ...['correlation-id', 'traceparent', 'x-trace-id', 'x-amzn-requestid', 'x-amzn-trace-id', 'x-vercel-id'],
  ...['fly-request-id', 'cf-ray', 'x-shield-status', 'x-preflight-status'],
])
const keptFamilies = [
  'access-control-',
  'ratelimit',
  'x-ratelimit-',
  'x-circuit-',
  'x-free-',
  'x-refund-',
  'x-shield-',
  'x-preflight-',
]

/** Headers that carry a payment or a signed login towards a server, in lower case. */
const payments = new Set(['x-payment', 'payment-signature', 'sign-in-with-x'])

/** What is kept of a header: its value, what a payment says without its signature, or only that it was there. */
export type HeaderKeep = 'value' | 'payment' | 'name'

/** How much of a header may be shown, by its name in any case, with `-` or `_`, or as nginx names it. */
export function keepOfHeader(name: string): HeaderKeep {
  const plain = name
    .toLowerCase()
    .replace(/_/g, '-')
    .replace(/^(?:sent-http-|upstream-http-|http-)/, '')
  if (payments.has(plain)) return 'payment'
  return kept.has(plain) || keptFamilies.some((family) => plain.startsWith(family)) ? 'value' : 'name'
}
