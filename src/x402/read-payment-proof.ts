import { caip2 } from '../networks/lookup.ts'
import { decodeBase64Json } from './base64-json.ts'
import type { Decoded } from './decoded.ts'
import { field, isJsonObject, kindOf, textField } from './fields.ts'
import type { PaymentProof } from './payment-proof.ts'
import { readSigned } from './signed-part.ts'

function versionOf(json: unknown, problems: string[]): 1 | 2 | null {
  const version = field(json, 'x402Version')
  if (version === 1 || version === 2) return version
  const sibling = field(json, 't402Version')
  if (version === undefined && (sibling === 1 || sibling === 2)) {
    problems.push('t402Version instead of x402Version')
    return sibling
  }
  return null
}

/**
 * Reads a payment payload: v1 (`X-PAYMENT`) and v2 (`PAYMENT-SIGNATURE`), EIP-3009, Permit2 (`exact` and
 * `upto`) and Solana. Never throws. What was signed wins over what the payload repeats of the terms; a
 * difference is a problem. No signature and no transaction bytes come back.
 */
export function readPaymentProof(json: unknown): Decoded<PaymentProof> {
  if (!isJsonObject(json)) return { ok: false, problem: `a payment is ${kindOf(json)}` }
  const problems: string[] = []
  const x402Version = versionOf(json, problems)
  if (x402Version === null) return { ok: false, problem: 'x402Version is neither 1 nor 2' }
  const payload = field(json, 'payload')
  if (!isJsonObject(payload)) return { ok: false, problem: 'payload is not an object' }
  const accepted = field(json, 'accepted')
  if (x402Version === 2 && !isJsonObject(accepted)) problems.push('accepted is not an object')
  const choice = x402Version === 2 ? accepted : json
  const network = textField(choice, 'network', problems)
  const resource = field(json, 'resource')
  const value: PaymentProof = {
    x402Version,
    scheme: textField(choice, 'scheme', problems),
    network: network === null ? null : caip2(network),
    ...readSigned(payload, accepted, problems),
    resource: isJsonObject(resource)
      ? textField(resource, 'url', problems, 'resource.url')
      : textField(json, 'resource', problems),
  }
  return { ok: true, value, problems }
}

/**
 * Decodes an `X-PAYMENT` or `PAYMENT-SIGNATURE` header. Never throws; what does not conform is listed in
 * `problems`. The header is a credential while it is live: keep the result, not the header.
 */
export function decodePaymentProof(header: string): Decoded<PaymentProof> {
  const decoded = decodeBase64Json(header)
  if (!decoded.ok) return decoded
  const read = readPaymentProof(decoded.value)
  return read.ok ? { ...read, problems: [...decoded.problems, ...read.problems] } : read
}
