import { field, isJsonObject } from '../fields.ts'
import { looksLikeTerms } from '../read-offer.ts'

/** What a JSON object is meant as. */
export type Shape =
  | 'payment'
  | 'onchain-proof'
  | 'required'
  | 'settle-answer'
  | 'verify-answer'
  | 'settlement-record'
  | 'mpp-credential'
  | 'mpp-receipt'

const has = (json: unknown, keys: readonly string[]) => keys.every((key) => field(json, key) !== undefined)
const hasAny = (json: unknown, keys: readonly string[]) => keys.some((key) => field(json, key) !== undefined)

/**
 * What a JSON value is meant as, by the fields that are there; null when it is no document of a payment protocol.
 * Says nothing about whether it can be read.
 */
export function shapeOf(json: unknown): Shape | null {
  if (!isJsonObject(json)) return null
  const payload = field(json, 'payload')
  if (isJsonObject(payload)) {
    if (isJsonObject(field(json, 'challenge'))) return 'mpp-credential'
    if (typeof field(payload, 'txHash') === 'string') return 'onchain-proof'
    const meant = hasAny(json, ['x402Version', 't402Version', 'accepted'])
    const signed = hasAny(payload, ['signature', 'authorization', 'permit2Authorization', 'transaction'])
    if (meant || signed) return 'payment'
  }
  if (typeof field(json, 'isValid') === 'boolean') return 'verify-answer'
  if (typeof field(json, 'success') === 'boolean') {
    if (has(json, ['verifiedAt', 'payTo', 'transaction'])) return 'settlement-record'
    if (hasAny(json, ['transaction', 'errorReason', 'network', 'payer'])) return 'settle-answer'
  }
  if (has(json, ['method', 'reference', 'status', 'timestamp'])) return 'mpp-receipt'
  const listed = Array.isArray(field(json, 'accepts'))
  return listed || (looksLikeTerms(json) && has(json, ['scheme', 'network', 'payTo'])) ? 'required' : null
}

/** Is this JSON value a document of a payment protocol? */
export function isDocument(json: unknown): boolean {
  return shapeOf(json) !== null
}
