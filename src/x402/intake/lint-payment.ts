import { field, isJsonObject, kindOf } from '../fields.ts'
import type { PaymentProof } from '../payment-proof.ts'

// Whole bytes of hex up to the longest signature of a contract wallet. Anchored, one class: linear.
const anyHex = /^0x(?:[0-9a-fA-F]{2}){1,40000}$/

function lintSignature(payload: unknown, transfer: PaymentProof['transfer']): readonly string[] {
  if (transfer === 'svm' || transfer === 'none') return []
  const signature = field(payload, 'signature')
  if (signature === undefined) return ['payload.signature is missing']
  if (typeof signature !== 'string') return [`payload.signature is ${kindOf(signature)} instead of a text`]
  if (signature.length > 80_002 || !anyHex.test(signature)) return ['payload.signature is no hex text']
  return signature.length < 130 ? ['payload.signature is shorter than 64 bytes'] : []
}

function lintFields(proof: PaymentProof, payload: unknown): readonly string[] {
  const part = proof.transfer === 'eip3009' ? 'authorization' : 'permit2Authorization'
  const signed = field(payload, part)
  const wanted: Readonly<Record<string, readonly string[]>> = {
    authorization: ['from', 'to', 'value', 'validAfter', 'validBefore', 'nonce'],
    permit2Authorization: ['from', 'permitted', 'spender', 'nonce', 'deadline', 'witness'],
  }
  const missing = (wanted[part] ?? []).filter((key) =>
    [undefined, null, ''].includes(field(signed, key) as null),
  )
  return missing.map((key) => `${part}.${key} is missing`)
}

function lintTop(json: unknown, version: 1 | 2): readonly string[] {
  const problems: string[] = []
  const has = (key: string) => field(json, key) !== undefined
  if (version === 2 && (has('scheme') || has('network')))
    problems.push('scheme and network at the top are the version 1 form')
  if (version === 2 && typeof field(json, 'resource') === 'string')
    problems.push('resource is a text instead of an object with a url')
  if (version === 1 && has('accepted')) problems.push('accepted is not part of version 1')
  for (const key of ['extensions'])
    if (has(key) && !isJsonObject(field(json, key)))
      problems.push(`${key} is ${kindOf(field(json, key))} instead of an object`)
  return problems
}

/** Fields of the other version in a payment, and times that exclude each other. */
export function lintForm(json: unknown, proof: PaymentProof): readonly string[] {
  const { x402Version: version, validAfter, validBefore } = proof
  const problems = [...lintTop(json, version)]
  const sent = field(version === 2 ? field(json, 'accepted') : json, 'network')
  if (typeof sent === 'string' && sent !== '' && sent.includes(':') !== (version === 2))
    problems.push(`a version ${version === 2 ? 1 : 2} network name in a version ${version} payment`)
  if (validAfter !== null && validBefore !== null && validBefore <= validAfter)
    problems.push('it is never valid: validBefore is not after validAfter')
  return problems
}

/** What does not conform in a payment, beyond what reading it reported. */
export function lintPayment(json: unknown, proof: PaymentProof): readonly string[] {
  const { x402Version: version, transfer, network, scheme } = proof
  const payload = field(json, 'payload')
  const problems = [...lintForm(json, proof), ...lintSignature(payload, transfer)]
  if (transfer === 'eip3009' || transfer === 'permit2') problems.push(...lintFields(proof, payload))
  if (transfer === 'none') problems.push('payload has no form of payment that x402ops knows')
  if (scheme === null) problems.push(version === 2 ? 'accepted.scheme is missing' : 'scheme is missing')
  if (network === null) problems.push(version === 2 ? 'accepted.network is missing' : 'network is missing')
  return problems
}
