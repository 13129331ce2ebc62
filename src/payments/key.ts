import type { PaymentRecord } from './record.ts'

/**
 * `network/asset/payer/nonce` in lower case: what names an EIP-3009 or Permit2 payment on chain. Null when a
 * part is missing, or when the payment moves in another way, which has no such key.
 */
export function paymentKeyOf(
  record: Pick<PaymentRecord, 'network' | 'asset' | 'payer' | 'nonce' | 'transfer'>,
): string | null {
  const { network, asset, payer, nonce, transfer } = record
  if (transfer === 'svm' || transfer === 'none') return null
  if (network === null || asset === null || payer === null || nonce === null) return null
  return `${network}/${asset}/${payer}/${nonce}`.toLowerCase()
}
