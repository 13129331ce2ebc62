import { replaceEncodedObjects } from '../encoded.ts'
import { maskBehind } from './mask-behind.ts'
import type { RedactionRule } from './rule.ts'

const mask = '[redacted:payment]'

// A header or log field that carries a payment, with its value: `X-PAYMENT: ..`, `"payment-signature":".."`,
// nginx's `http_x_payment=..`. Separators and the value are bounded or one class, and each starts behind a
// fixed word, so every character is read once. `X-PAYMENT-RESPONSE` does not match: a `-` follows the name.
const named =
  /((?:x[-_]payment|payment[-_]signature)[\\"']{0,4}\s{0,2}[:=]\s{0,2}[\\"']{0,4})([A-Za-z0-9+/=_.~-]{16,})/gi

const names = /x[-_]payment|payment[-_]signature/i

// A Solana payment as JSON: the whole signed transaction in base64. What names one is shorter than 100.
const solanaTransaction = /("transaction\\{0,4}"\s{0,4}:\s{0,4}\\{0,4}")[A-Za-z0-9+/]{120,}={0,2}/g

const signed = /"(?:signature|signatures)"\s{0,8}:/
const payload = /"payload"\s{0,8}:/
const transaction = /"transaction"\s{0,8}:/

/** A payment carries a payload with a signature or a signed transaction; terms and receipts do not. */
function isPayment(text: string): boolean {
  if (payload.test(text)) return signed.test(text) || transaction.test(text)
  const isPublic = /"(?:accepts|success)"\s{0,8}:/.test(text)
  return signed.test(text) && !isPublic
}

function apply(text: string): string {
  const headless = names.test(text)
    ? text.replace(named, (_whole, name: string) => maskBehind(name, mask))
    : text
  const shown = headless.includes('"transaction')
    ? headless.replace(solanaTransaction, `$1${mask}`)
    : headless
  return replaceEncodedObjects(shown, (decoded) => (isPayment(decoded) ? mask : undefined))
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const authorization = { from: `0x${'a1'.repeat(20)}`, value: '1000', nonce: `0x${'07'.repeat(32)}` }
const payment = encode({
  x402Version: 1,
  payload: { signature: `0xCANARY${'1b'.repeat(62)}`, authorization },
})
const solana = encode({ x402Version: 2, payload: { transaction: 'AQAAAAACANARY' } })
const terms = encode({ x402Version: 2, accepts: [{ scheme: 'exact', payTo: `0x${'b2'.repeat(20)}` }] })
const receipt = encode({ success: true, transaction: `0x${'c3'.repeat(32)}`, network: 'eip155:8453' })

/** Payments on their way to a server: whoever has one can use it until it expires. */
export const paymentHeaders: RedactionRule = {
  name: 'payment-headers',
  mustHide: [
    `X-PAYMENT: ${payment}`,
    `curl -H 'PAYMENT-SIGNATURE: ${payment}' https://api.example`,
    `{"headers":{"x-payment":"${payment}"}}`,
    `["x-payment","${payment}"]`,
    `body ${payment} end`,
    `GET /pay/${payment} HTTP/1.1`,
    `first line\\n${payment}`,
    `{"payload":{"transaction":"${'AQAACANARY'.repeat(20)}"}}`,
    `token=${solana}`,
    'http_x_payment="CANARYCANARYCANARY"',
  ],
  mustKeep: [
    `PAYMENT-REQUIRED: ${terms}`,
    `PAYMENT-RESPONSE: ${receipt}`,
    `X-PAYMENT-RESPONSE: ${receipt}`,
    'X-PAYMENT: not-a-payment',
    `{"success":true,"transaction":"0x${'c3'.repeat(32)}"}`,
    `https://scan.example/terms/${terms}`,
    'access-control-allow-headers: X-PAYMENT, PAYMENT-SIGNATURE, Content-Type',
    'the X-PAYMENT header was present',
  ],
  apply,
  // A header of that name, or a run that replaceEncodedObjects and the transaction take: the shortest has 32.
  mayMatch: (text) => text.length >= 32 || names.test(text),
}
