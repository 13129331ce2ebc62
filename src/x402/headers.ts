/** Names of the payment headers, in lower case as the Http port hands them over. */
export const paymentHeaders = {
  /** v2 402: what the server wants. */
  required: 'payment-required',
  /** v2 request: the payment. A credential while it is live. */
  signature: 'payment-signature',
  /** v2 answer: what settlement gave. */
  response: 'payment-response',
  /** v1 request: the payment. A credential while it is live. */
  v1Payment: 'x-payment',
  /** v1 answer: what settlement gave. */
  v1Response: 'x-payment-response',
} as const

/** Every header that carries a payment towards a server. The tool never sends one with a real value. */
export const paymentRequestHeaders: readonly string[] = [paymentHeaders.signature, paymentHeaders.v1Payment]

/** Every value of a header, in the order they came; empty when it is absent. `name` in lower case. */
export function headerValues(
  headers: readonly (readonly [name: string, value: string])[],
  name: string,
): readonly string[] {
  const values: string[] = []
  for (const [key, value] of headers) if (key === name || key.toLowerCase() === name) values.push(value)
  return values
}

/** The first value of a header; null when it is absent. `name` in lower case. */
export function headerValue(
  headers: readonly (readonly [name: string, value: string])[],
  name: string,
): string | null {
  for (const [key, value] of headers) if (key === name || key.toLowerCase() === name) return value
  return null
}

const written: Readonly<Record<string, string>> = {
  'www-authenticate': 'WWW-Authenticate',
  'payment-receipt': 'Payment-Receipt',
  authorization: 'Authorization',
}

/** A header as people write it: `PAYMENT-REQUIRED`, `WWW-Authenticate`. `name` in lower case. */
export function headerName(name: string): string {
  return written[name] ?? name.toUpperCase()
}
