import type { Decoded } from './decoded.ts'
import { field, idField, integerField, isJsonObject, type Problems, textField } from './fields.ts'
import { parseJsonText } from './json-text.ts'

/**
 * What a PipRail gate says about a payment that it saw on chain. `amountAtomic` is what moved; `transaction` is
 * the settled transaction, which is also the receipt's idempotency key.
 */
export type PaidReceipt = {
  readonly scheme: string
  readonly network: string
  readonly transaction: string
  readonly asset: string
  readonly amountAtomic: bigint
  readonly payer: string
  readonly payTo: string
  /** RFC 3339, as written. */
  readonly verifiedAt: string
}

/** The header that carries the signature of a delivered receipt, in lower case. */
export const receiptSignatureHeader = 'piprail-signature'

const maxChars = 65_536
const needed = [
  'scheme',
  'network',
  'transaction',
  'asset',
  'amount',
  'payer',
  'payTo',
  'verifiedAt',
] as const

/** Reads the body of a delivered receipt. Never throws; a receipt that lacks anything is not one. */
export function decodePaidReceipt(body: string): Decoded<PaidReceipt> {
  const json = parseJsonText(body, maxChars)
  if (!json.ok) return { ok: false, problem: `the body is ${json.problem}` }
  const { value } = json
  if (!isJsonObject(value)) return { ok: false, problem: 'the body is not a JSON object' }
  const missing = needed.filter((key) => [undefined, null, ''].includes(field(value, key) as null))
  if (missing.length > 0) return { ok: false, problem: `the receipt has no ${missing.join(', ')}` }
  if (field(value, 'success') !== true) return { ok: false, problem: 'the receipt does not say success' }
  const problems: Problems = []
  const text = (key: string) => textField(value, key, problems) ?? ''
  const id = (key: string) => idField(value, key, problems) ?? ''
  const receipt: PaidReceipt = {
    scheme: text('scheme'),
    network: text('network'),
    transaction: id('transaction'),
    asset: id('asset'),
    amountAtomic: integerField(value, 'amount', problems) ?? 0n,
    payer: id('payer'),
    payTo: id('payTo'),
    verifiedAt: text('verifiedAt'),
  }
  const key = idField(value, 'idempotencyKey', problems)
  if (key !== null && key !== receipt.transaction) problems.push('idempotencyKey is not the transaction')
  const [problem] = problems
  return problem === undefined ? { ok: true, value: receipt, problems: [] } : { ok: false, problem }
}
