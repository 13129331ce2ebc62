import { caip2 } from '../networks/lookup.ts'
import { decodeBase64Json } from './base64-json.ts'
import { field, idField, isJsonObject, secondsField, textField } from './fields.ts'

/** A signed receipt beside a settlement answer: what it claims. Who signed it is not looked at here. */
export type SignedReceipt = {
  readonly format: 'jws' | 'eip712'
  readonly network: string | null
  readonly resource: string | null
  readonly payer: string | null
  /** Unix seconds. */
  readonly issuedAt: number | null
  /** Null when the signer keeps it to himself. */
  readonly tx: string | null
}

/** The receipt as it stands in `extensions["offer-receipt"].info.receipt`; undefined when there is none. */
export function receiptOf(json: unknown): unknown {
  return field(field(field(field(json, 'extensions'), 'offer-receipt'), 'info'), 'receipt')
}

function payloadOf(receipt: unknown): unknown {
  if (field(receipt, 'format') === 'eip712') return field(receipt, 'payload')
  const token = field(receipt, 'signature')
  if (field(receipt, 'format') !== 'jws' || typeof token !== 'string') return undefined
  const [, payload, ...rest] = token.split('.', 4)
  // base64url without padding is the rule of JWS, so what the decoder says of it is no problem here.
  const decoded = payload === undefined || rest.length !== 1 ? undefined : decodeBase64Json(payload)
  return decoded?.ok === true ? decoded.value : undefined
}

/**
 * Reads the signed receipt of a settlement answer; null when there is none. One that cannot be read, and fields that
 * do not conform, go to `problems`. Never throws.
 */
export function readSignedReceipt(json: unknown, problems: string[]): SignedReceipt | null {
  const receipt = receiptOf(json)
  if (receipt === undefined) return null
  const format = field(receipt, 'format') === 'jws' ? 'jws' : 'eip712'
  const claim = payloadOf(receipt)
  if (!isJsonObject(claim)) {
    problems.push('the signed receipt cannot be read')
    return null
  }
  const told: string[] = []
  const network = textField(claim, 'network', told)
  const read: SignedReceipt = {
    format,
    network: network === null ? null : caip2(network),
    resource: textField(claim, 'resourceUrl', told),
    payer: idField(claim, 'payer', told),
    issuedAt: secondsOf(claim, told),
    tx: idField(claim, 'transaction', told),
  }
  problems.push(...told.map((problem) => `the signed receipt: ${problem}`))
  return read
}

function secondsOf(claim: unknown, problems: string[]): number | null {
  const seconds = field(claim, 'issuedAt')
  // Its type says a JSON number, where the fields of a payment are texts.
  if (typeof seconds === 'number') return Number.isSafeInteger(seconds) && seconds >= 0 ? seconds : null
  return secondsField(claim, 'issuedAt', problems)
}
