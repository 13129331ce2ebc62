import type { Look } from '../core/observation.ts'
import type { CaseProof } from './proof.ts'
import type { RowSource, TransferMethod } from './record.ts'
import type { OrderKnown } from './settle-order.ts'

/** What the books say: `absent` when no record exists. */
export type BookState = 'absent' | 'pending' | 'settled' | 'failed' | 'refunded'

/** What the buyer got: a 2xx, anything else, or not known. */
export type ResponseClass = 'ok' | 'error' | 'unknown'

/** The authorization nonce on chain; `none` where the scheme has no nonce that the chain shows. */
export type NonceState = 'unused' | 'used' | 'cancelled' | 'none' | 'unknown'

/** How many transfers could be this payment. */
export type EffectCount = 'none' | 'one' | 'many' | 'unknown'

/**
 * The inputs of one judgement. Nothing else decides the class of a payment; what a facilitator claimed is
 * evidence and stands in the flags.
 */
export type CaseFacts = {
  /** The payment belongs to this window. */
  readonly inWindow: boolean
  /** The record can be joined to the chain (nonce or transaction). */
  readonly hasKey: boolean
  /** No earlier record claims the same payment. */
  readonly isFirstClaim: boolean
  readonly books: BookState
  readonly response: ResponseClass
  readonly nonce: NonceState
  readonly effect: EffectCount
  readonly sameAsset: boolean
  readonly sameRecipient: boolean
  readonly amount: 'equal' | 'short' | 'over'
  /** The effect against the finality policy; `removed` = a reorganisation took it back. */
  readonly finality: 'below' | 'reached' | 'removed'
  /** Absence is proven: every range and filter up to expiry was answered. */
  readonly covered: boolean
  /** The authorization can no longer be used, seen at a finalized block. */
  readonly expired: boolean
  /** The claimed transaction was mined and reverted. */
  readonly reverted: boolean
  /** Another final payment serves the same purchase. */
  readonly duplicate: boolean
  /** A final refund to the payer, of the same amount, exists. */
  readonly refundFound: boolean
  /** The transfer carries the mark of an x402 payment. */
  readonly marked: boolean
}

/** What is known beside the class. Several may stand together. */
export type CaseFlag =
  | 'amount_not_compared'
  | 'authorization_still_usable'
  | 'batched'
  | 'claimed_settled'
  | 'facilitator_lied_failure'
  | 'facilitator_lied_success'
  | 'facilitator_pending'
  | 'late'
  | 'missing_payment_response'
  | 'never_submitted'
  | 'one_source'
  | 'payer_differs'
  | 'possible_duplicate'
  | 'record_agrees'
  | 'refund_found'
  | 'response_unknown'
  | 'second_delivery'
  | 'state_derived'
  | 'state_unknown'
  | 'time_unknown'
  | 'tx_hash_missing'
  | 'tx_hash_wrong'
  | 'via_router'
  | 'work_before_verify'
  | 'work_though_refused'

/** One payment with everything the judge needs: plain data, complete in itself. */
export type PaymentCase = {
  readonly caseId: string
  readonly facts: CaseFacts
  /** Why something is unknown, as words of ours (`VALID_BEFORE_UNKNOWN`). */
  readonly reasons: readonly string[]
  readonly flags: readonly CaseFlag[]
  readonly recordIds: readonly string[]
  readonly requestIds: readonly string[]
  readonly lines: readonly RowSource[]
  readonly route: string | null
  readonly transfer: TransferMethod | null
  readonly scheme?: string | null
  readonly network: string
  readonly asset: string
  /** Where the money went, else where the record says it should go. */
  readonly payTo: string | null
  readonly payer: string | null
  readonly nonce: string | null
  readonly tx: string | null
  /** The transaction that the record names, when it is another one. */
  readonly claimedTx: string | null
  /** The transaction by which the record says that it was paid back. */
  readonly refundTx?: string
  /** The transfer that paid it back, where one was found. */
  readonly refund?: {
    readonly tx: string
    readonly logIndex: number
    readonly block: number
    /** Unix seconds; absent where the block was not read and its time would be a guess. */
    readonly time?: number
  }
  readonly logIndex: number | null
  /** Log numbers of other transfers in the same transaction whose money is part of `movedAtomic`. */
  readonly otherParts?: readonly number[]
  readonly block: number | null
  readonly blockHash: string | null
  /** Unix seconds; null where the block was not read and its time would be a guess. */
  readonly blockTime: number | null
  /** What moved, in atomic units; null when nothing is known to have moved. */
  readonly movedAtomic: bigint | null
  /** What the route required, in atomic units. */
  readonly requiredAtomic: bigint | null
  readonly responseStatus: number | null
  readonly settleReason: string | null
  /** Unix milliseconds. */
  readonly receivedAt: number | null
  readonly respondedAt: number | null
  /** When the record says that the payment was verified, and that its settlement answered; absent = it does not. */
  readonly verifiedAt?: number
  readonly settledAt?: number
  /** Unix seconds. */
  readonly validBefore: number | null
  /** What the record asked for, where the money moved in another token or on another network. */
  readonly asked?: { readonly network: string; readonly asset: string }
  /** The settle order of the route; absent for money without a record. */
  readonly settleOrder?: OrderKnown
  /** An earlier payment of the same payer, route and amount, perhaps for the same purchase. */
  readonly repeats?: { readonly caseId: string; readonly delivered: boolean }
  /** How final the block of the payment is as the nodes name it; absent when there is none. */
  readonly finalityLevel?: 'latest' | 'safe' | 'finalized'
  readonly candidates: readonly string[]
  readonly evidence: readonly Look[]
  /** What was proven of it against a block header; left out when nothing was asked. */
  readonly proof?: CaseProof
}
