import { caip2 } from '../networks/lookup.ts'
import { decodeBase64Json } from './base64-json.ts'
import type { Decoded } from './decoded.ts'
import { field, idField, integerField, isJsonObject, kindOf, textField } from './fields.ts'
import type { SettleAnswer } from './settle-answer.ts'
import { readSignedReceipt } from './signed-receipt.ts'

/**
 * Reads a settlement response of either version. Never throws. Not read: anything without a boolean
 * `success`, because then nobody said what happened.
 */
export function readSettleAnswer(json: unknown): Decoded<SettleAnswer> {
  if (!isJsonObject(json)) return { ok: false, problem: `a settlement response is ${kindOf(json)}` }
  const success = field(json, 'success')
  if (typeof success !== 'boolean') return { ok: false, problem: 'success is not true or false' }
  const problems: string[] = []
  const network = textField(json, 'network', problems)
  const receipt = readSignedReceipt(json, problems)
  const value: SettleAnswer = {
    success,
    tx: idField(json, 'transaction', problems),
    network: network === null ? null : caip2(network),
    payer: idField(json, 'payer', problems),
    amountAtomic: integerField(json, 'amount', problems),
    reason: textField(json, 'errorReason', problems),
    ...(receipt === null ? {} : { receipt }),
  }
  return { ok: true, value, problems }
}

/**
 * Decodes a `PAYMENT-RESPONSE` or `X-PAYMENT-RESPONSE` header. Never throws; what does not conform is
 * listed in `problems`.
 */
export function decodeSettleAnswer(header: string): Decoded<SettleAnswer> {
  const decoded = decodeBase64Json(header)
  if (!decoded.ok) return decoded
  const read = readSettleAnswer(decoded.value)
  return read.ok ? { ...read, problems: [...decoded.problems, ...read.problems] } : read
}
