const canonical: Readonly<Record<string, string>> = {
  'payment-required': 'PAYMENT-REQUIRED',
  'payment-signature': 'PAYMENT-SIGNATURE',
  'payment-response': 'PAYMENT-RESPONSE',
  'x-payment': 'X-PAYMENT',
  'x-payment-response': 'X-PAYMENT-RESPONSE',
  'www-authenticate': 'WWW-Authenticate',
  'payment-receipt': 'Payment-Receipt',
  authorization: 'Authorization',
}

/** A header as people write it. */
export function headerDocument(name: string): string {
  return canonical[name] ?? name
}
