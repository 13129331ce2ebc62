import type { SignedReceipt } from './signed-receipt.ts'

/**
 * What a settlement response (`PAYMENT-RESPONSE` header or a facilitator's reply) says. `tx` is null when
 * it is empty; `reason` is the errorReason as sent. `network` CAIP-2 where it is known.
 */
export type SettleAnswer = {
  readonly success: boolean
  readonly tx: string | null
  readonly network: string | null
  readonly payer: string | null
  readonly amountAtomic: bigint | null
  readonly reason: string | null
  /** A signed receipt beside it, where one could be read: a claim like all the rest. */
  readonly receipt?: SignedReceipt
}
