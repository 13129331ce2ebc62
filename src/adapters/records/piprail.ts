import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../../core/secret.ts'
import { field } from '../../x402/fields.ts'
import { decodePaidReceipt, receiptSignatureHeader } from '../../x402/piprail.ts'
import type { ReadRow, RecordFormat } from './format.ts'
import { jsonl } from './jsonl.ts'

// Source: PipRail's deliverReceipt, which writes lower-case hex. Fixed length: linear.
const signatureText = /^sha256=([0-9a-f]{64})$/

/** The signature that came with a delivery: beside the body, or among the headers under any case of its name. */
function signatureOf(row: unknown): unknown {
  const beside = field(row, 'signature')
  if (beside !== undefined && beside !== null) return beside
  const headers = field(row, 'headers')
  if (typeof headers !== 'object' || headers === null) return undefined
  const name = Object.keys(headers).find((key) => key.toLowerCase() === receiptSignatureHeader)
  return name === undefined ? undefined : field(headers, name)
}

/** Why a delivery cannot be trusted; null when its signature fits. Says nothing of signature or secret. */
function distrust(body: string, signature: unknown, secret: Secret): string | null {
  if (signature === undefined || signature === null || signature === '') return 'the receipt is not signed'
  const [, digest] = typeof signature === 'string' ? (signatureText.exec(signature) ?? []) : []
  if (digest === undefined) return 'the signature is not sha256= and 64 lower-case hex digits'
  const right = createHmac('sha256', secret.reveal()).update(body, 'utf8').digest()
  return timingSafeEqual(right, Buffer.from(digest, 'hex'))
    ? null
    : 'the signature does not fit the body: it was altered, or signed with another secret'
}

/** Is this a receipt as a webhook stored it, so that only its signature makes it worth anything? */
export function isDelivery(data: unknown): boolean {
  if (typeof field(data, 'body') !== 'string') return false
  const signature = signatureOf(data)
  return typeof signature === 'string' && signature.startsWith('sha256=')
}

function readDelivery({ line, data }: Extract<ReadRow, { data: unknown }>, secret: Secret): ReadRow {
  const body = field(data, 'body')
  if (typeof body !== 'string')
    return { line, why: '"body" is not the text of the request as it was received' }
  const problem = distrust(body, signatureOf(data), secret)
  if (problem !== null) return { line, why: problem }
  const decoded = decodePaidReceipt(body)
  if (!decoded.ok) return { line, why: decoded.problem }
  const { transaction, amountAtomic, verifiedAt, ...same } = decoded.value
  const row = { recordId: transaction, tx: transaction, amountAtomic: amountAtomic.toString() }
  return { line, data: { ...row, receivedAt: verifiedAt, state: 'settled', ...same } }
}

/**
 * Receipts that PipRail's deliverReceipt posted, stored one JSON line each with the body as it came. What the
 * signature does not bear out is a bad row. Deliveries are at least once: the settled transaction is the id.
 */
export function piprailReceipts(secret: Secret): RecordFormat {
  return {
    name: 'PipRail receipts',
    recognises: jsonl.recognises,
    read: async function* (text, file) {
      for await (const rows of jsonl.read(text, file)) {
        yield Array.from(rows, (row) => ('data' in row ? readDelivery(row, secret) : row))
      }
    },
  }
}
