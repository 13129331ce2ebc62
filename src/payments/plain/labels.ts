import type { PaymentRecord } from '../record.ts'

/**
 * The names by which records can be connected with each other: when two records share any of them (each kind by
 * itself), folding, joining or the search for duplicates may look at them together. Null = it has no such name.
 */
export type RecordLabels = {
  readonly recordId: string | null
  readonly requestId: string | null
  readonly identifier: string | null
  /** `payer/nonce` with the nonce as 32 bytes, whatever the network and the way of the payment. */
  readonly key: string | null
  readonly tx: string | null
}

// Lower-case hex of 32 bytes; anchored, one class, fixed length: linear.
const word = /^0x[0-9a-f]{64}$/

/** A nonce as 32 bytes of hex, where it fits: books may hold that of EIP-3009 as a number. */
export function nonceWord(nonce: string): string {
  return word.test(nonce) ? nonce : `0x${BigInt(nonce).toString(16).padStart(64, '0')}`
}

/** The labels of a record, beside the line where it stands. Pure. */
export function labelsOf(record: PaymentRecord): RecordLabels {
  const { recordId, requestId, paymentIdentifier: identifier, payer, nonce, tx } = record
  const key = payer === null || nonce === null ? null : `${payer}/${nonceWord(nonce)}`
  return { recordId, requestId, identifier, key, tx }
}
