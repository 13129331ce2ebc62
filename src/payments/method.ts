import type { PaymentRecord } from './record.ts'

const readableSchemes: readonly string[] = ['exact', 'upto']
const txHash = /^0x[0-9a-f]{64}$/

/**
 * How the payment of a record shows on an EVM chain: `authorization` = its nonce stands in a log;
 * `hash` = no log carries its nonce (Permit2, PipRail's onchain-proof), so only its transaction can be found; `off-chain` = it is
 * settled elsewhere; `unreadable` = a scheme whose traces this tool cannot read.
 */
export function methodOf(record: PaymentRecord): 'authorization' | 'hash' | 'off-chain' | 'unreadable' {
  const { scheme, transfer, tx } = record
  // PipRail's scheme pays by an ordinary transfer, and the buyer names its transaction.
  if (scheme === 'onchain-proof' && tx !== null && txHash.test(tx)) return 'hash'
  if (transfer === 'svm' || (scheme !== null && !readableSchemes.includes(scheme))) return 'unreadable'
  if (transfer === 'none' || (tx !== null && !txHash.test(tx))) return 'off-chain'
  // On EVM chains `upto` is made of Permit2 only.
  if (transfer === 'permit2' || (transfer === null && scheme === 'upto')) return 'hash'
  return 'authorization'
}
